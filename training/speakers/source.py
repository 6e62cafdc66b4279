"""Writes src/speech/weights.c, and reads it again."""
import re

import numpy as np
import torch

from .chains import CUED, GAPS, HIDDEN, TURNINGS, Weights
from .dumps import GROUNDS

HEAD = """/* weights: what the features of a speaker are worth, and how often a speaker so sure is right. Written by training/speakers.
 *
 * Learnt by maximum likelihood (Adam, L2 {l2:g}, of the hidden layer {l2_hidden:g}) on the {n} training novels of the Project Dialogism Novel Corpus, end to end and
 * with its own lists of characters.
 * A weight is added to the score of a candidate for which the feature holds; the softmax over whole chains of turns gives
 * posteriors. The table of confidence gives, by kind of cue and posterior of the last pass, the share of right answers. */
#include "speech/work.h"

/* clang-format off */
const mw_weights mw_speech_weights[MW_N_PASSES] = {{
"""
WIDTH = 138


def number(x):
    text = f"{float(x):.3f}"
    return ("0.000" if text == "-0.000" else text) + "f"


def numbers(row):
    return "{" + ", ".join(number(x) for x in row) + "}"


def lines_of(items, indent):
    """the items in lines of at most WIDTH"""
    out, line = [], indent
    for item in items:
        if len(line) + 1 + len(item) > WIDTH:
            out.append(line)
            line = indent
        line += " " + item
    return out + [line]


def write(path, names, betweens, passes, confidence, l2, l2_hidden, n_novels):
    out = [HEAD.format(l2=l2, l2_hidden=l2_hidden, n=n_novels).rstrip("\n")]
    for w in passes:
        own = [f"[MW_F_{n}] = {number(x)}," for n, x in zip(names, w.own) if number(x) != "0.000f"]
        out += ["    {", "        .own = {", *lines_of(own, " " * 11), "        },", "        .hidden = {"]
        for n, row in zip(names, w.hidden):
            out += lines_of([f"[MW_F_{n}] = {{{number(row[0])},", *(number(x) + "," for x in row[1:-1]), number(row[-1]) + "},"], " " * 11)
        out += ["        },", f"        .bias = {numbers(w.bias)},", f"        .out = {numbers(w.out)},"]
        out.append("        .turning = { /* [turning][gap][cue: none, pronoun or noun, name or I] */")
        out += [f"            [MW_TURN_{t}] = {{{', '.join(numbers(gap) for gap in rows)}}}," for t, rows in zip(TURNINGS, w.turning)]
        out += ["        },", "        .between = { /* [between][turning] */"]
        out += [f"            [MW_B_{n}] = {numbers(row)}," for n, row in zip(betweens, w.between)]
        out += ["        },", "    },"]
    out += ["};", "", "const float mw_speech_confidence[MW_N_GROUND][MW_N_KNOTS] = {"]
    out += [f"    [MW_GROUND_{g}] = {numbers(row)}," for g, row in zip(GROUNDS, confidence)]
    out += ["};", "/* clang-format on */", ""]
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(out))


def read(path, names, betweens):
    """-> the weights of both passes, the table of confidence"""
    with open(path, encoding="utf-8") as f:
        text = f.read()
    tables, table = text.split("mw_speech_confidence")
    values = lambda part: torch.tensor([float(x) for x in re.findall(r"(-?[\d.]+)f\b", part)], dtype=torch.float64)
    passes = []
    for part in tables.split(".own = ")[1:]:
        own, rest = part.split(".turning = ")
        own, hidden = (own.split(".hidden = ") + [""])[:2]
        layer, _, ends = hidden.partition(".bias = ")
        bias, _, last = ends.partition(".out = ")
        rows = {n: values(row) for n, row in re.findall(r"\[MW_F_(\w+)\] = \{([^}]*)\}", layer)}
        none = torch.zeros(HIDDEN, dtype=torch.float64)
        turning, between = rest.split(".between = ")
        pairs = {n: values(row) for n, row in re.findall(r"\[MW_B_(\w+)\] = \{([^}]*)\}", between)}
        no_pair = torch.zeros(len(TURNINGS), dtype=torch.float64)
        worth = dict(re.findall(r"\[MW_F_(\w+)\] = (-?[\d.]+)f", own))
        passes.append(Weights(torch.tensor([float(worth.get(n, 0)) for n in names], dtype=torch.float64),
                              torch.stack([rows.get(n, none) for n in names]), values(bias) if bias else none, values(last) if last else none,
                              values(turning).view(len(TURNINGS), GAPS, CUED), torch.stack([pairs.get(n, no_pair) for n in betweens])))
    return passes, values(table).view(len(GROUNDS), -1).numpy()


def same(a, b):
    return all(np.allclose(x, y) for x, y in zip(a.parts(), b.parts()))
