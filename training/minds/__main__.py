"""Learns the weights by which acts and minds are judged.

    python3 -m training.minds DUMPS PASSAGES.jsonl --step inside|whose|to|acts|rest|given [--check]

DUMPS holds ID.txt, ID.act … of each passage, as marrow_minds writes them. Steps, since later features rest on earlier answers: inside and to,
then whose and acts, then rest (reasons, effects), then given (motives); build and dump again between them. --check: figures alone, nothing is written."""
import argparse
import json
import os
import re

import numpy as np
import torch

from . import fit as F

# How much the weights of acts that hear the signs count beside those that do not (fit_apart); chosen on the development passages.
SHARE_ACTS = 0.7
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def groups(path, macro):
    """feature groups of a header: name -> (from, width), and the width of all"""
    text = open(os.path.join(ROOT, path), encoding="utf-8").read()
    body = re.search(r"#define " + macro + r"\(X\)(.*?)\n\n", text, re.S).group(1)
    names = {"MW_N_DEED": 12, "MW_N_MIND": 5, "MW_N_FROM": len(re.findall(r"^    MW_FROM_\w+,", text, re.M))}
    at, out = 0, {}
    for name, width in re.findall(r"X\((\w+), (\w+)\)", body):
        n = names.get(width) or int(width)
        out[name] = (at, n)
        at += n
    return out, at


def table(name, dims, rows):
    flat = "\n".join("    " + ", ".join(f"{v:.4g}F" if "." in f"{v:.4g}" or "e" in f"{v:.4g}" else f"{v:.4g}.0F" for v in r) + "," for r in rows)
    return f"{name}{dims}", flat


class Weights:
    """the .inc files: two sets (without signs, with them); the one that is not learnt now stays as it is"""

    def __init__(self, path):
        self.path = os.path.join(ROOT, path)
        self.text = open(self.path, encoding="utf-8").read()
        self.new = {}

    def old(self, name, signs, shape):
        m = re.search(r"%s\[.*?= \{(.*?)\};" % name, self.text, re.S)
        v = [float(x.rstrip("F")) for x in re.findall(r"-?[0-9.]+(?:e[-+]?[0-9]+)?F", m.group(1))]
        size = int(np.prod(shape))
        return np.array(v[signs * size:(signs + 1) * size]).reshape(shape) if len(v) == 2 * size else np.zeros(shape)

    def put(self, name, dims, signs, value):
        both = [self.old(name, 0, value.shape), self.old(name, 1, value.shape)]
        both[signs] = value
        self.new[name] = (dims, both)

    def write(self):
        keep = re.findall(r"static const float (\w+)(\[.*?\]) = \{(.*?)\n?\};", self.text, re.S)
        out = "/* Made by training/minds: logistic regressions; first without the signs of tag, then with them. */\n/* clang-format off */\n"
        for name, dims, body in keep:
            if name not in self.new:
                out += f"static const float {name}{dims} = {{{body}\n}};\n"
                continue
            def braces(v):
                if v.ndim == 1:
                    return "{" + ", ".join(num(x) for x in v) + "}"
                return "{" + ",\n".join(braces(r) for r in v) + "}"
            out += f"static const float {name}{dims} = {{\n" + ",\n".join(braces(v) for v in self.new[name][1]) + "\n};\n"
        open(self.path, "w", encoding="utf-8").write(out + "/* clang-format on */\n")


def num(x):
    s = f"{x:.4g}"
    return (s if "." in s or "e" in s else s + ".0") + "F"


def auc(p, y):
    order = np.argsort(p)
    r = np.empty(len(p))
    r[order] = np.arange(len(p))
    n1 = y.sum()
    return (r[y > 0].sum() - n1 * (n1 - 1) / 2) / max(n1 * (len(y) - n1), 1)


def sign_columns(gr):
    return slice(gr["SIGN"][0], gr["SIGN"][0] + gr["SIGN"][1])


def step_inside(data, signs, weights, l2):
    x, y, g = data.inside()
    z = F.folds(x, y, g, None, l2, 6)
    e = np.exp(z - z.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    f, at = F.best_f(1 - p[:, 5], (y < 5).astype(float))
    kind = (p[:, :5].argmax(1) == y)[(y < 5) & (1 - p[:, 5] >= at)].mean()
    print(f"inside: rows {len(y)} positive {(y < 5).mean():.3f} F {100 * f:.1f} at {at:.2f} kind {100 * kind:.1f}")
    if weights:
        weights.put("inside_weights", "", signs, F.fit(x, y, None, l2, 6))


def step_acts(data, signs, weights, l2, gr):
    x, act, key, g, real, who, given = data.acts()
    roles = gr["ROLES"][0]
    share = [roles + 1, roles + 3]
    out = []
    for name, y, w in (("act", act, None), ("key", key, None)):
        z = F.folds(x, y, g, w, l2)[:, 0]
        print(f"{name}: rows {len(y)} positive {y.mean():.3f} auc {auc(z, y):.3f}")
        b = F.fit_apart(x, y, sign_columns(gr), SHARE_ACTS if signs else 1, w, l2)[0]
        print("  shares", b[share])
        b[share] = 0
        out.append(b)
    x2 = x.copy()
    x2[:, share] = 0
    for name, y in (("real", real), ("who", who)):
        k = y >= 0
        w = None
        z = F.folds(x2[k], y[k], g[k], w, l2)[:, 0]
        print(f"{name}: rows {k.sum()} positive {y[k].mean():.3f} right {100 * ((z > 0) == (y[k] > 0)).mean():.1f} auc {auc(z, y[k]):.3f}")
        out.append(F.fit(x2[k], y[k], w, l2)[0])
    if weights:
        weights.put("act_weights", "", signs, np.array(out))


def held_out_choice(x, y, g, of, l2):
    """scores of rows by the other folds' weights -> (scores, the likeliest row of each act or clause)"""
    z = np.zeros(len(y))
    for i in range(5):
        test = g % 5 == i
        z[test] = x[test] @ F.fit_choice(x[~test], y[~test], of[~test], l2)
    best = {}
    for i in np.argsort(z):
        best[of[i]] = i
    return z, np.array(list(best.values()))


def write_choice(path, name, size, note, *sets):
    rows = ["{" + ", ".join(num(v) for v in w) + "}" for w in sets]
    body, dims = (rows[0], f"[{size}]") if len(sets) == 1 else ("{\n" + ",\n".join(rows) + "\n}", f"[{len(sets)}][{size}]")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"/* Made by training/minds: {note}. */\n/* clang-format off */\nstatic const float {name}{dims} = {body};\n/* clang-format on */\n")


# The share of weights that hear the doers beside those that do not: the model has seen these passages.
SHARE_DOERS = 0.4
# The last sources of targets (MW_FROM_POINTED, MW_FROM_HEARD) are there only with doers.
OF_DOERS = 2


def step_to(data, weights, l2, gr):
    """two sets: for models without doers, and with them (kept as it is where the dumps have none); nothing here rests on signs"""
    x, y, g, act = data.targets()
    at, n = gr["DOERS"]
    bare = x.copy()
    bare[:, at:at + n] = 0
    for first, width in (gr["SOURCE"], gr["SAID"], gr["QUOTED"]):
        bare[:, first + width - OF_DOERS:first + width] = 0
    doers = bool(x[:, at:at + n].any())
    for name, v in (("without doers", bare), ("with doers", x))[:1 + doers]:
        z, top = held_out_choice(v, y, g, act, l2)
        print(f"to, {name}: acts {len(top)}, of which somebody gathered is meant in {y.sum():.0f}")
        for t in (-1, -0.5, 0, 0.5):
            said = z[top] > t
            print(f"  named from {t}: {100 * (y[top] * said).sum() / y.sum():.1f} of those, and {100 * y[top][said].mean():.1f} of those named are right")
    if weights:
        without = F.fit_choice(bare, y, act, l2)
        with_ = SHARE_DOERS * F.fit_choice(x, y, act, l2) + (1 - SHARE_DOERS) * without if doers else weights.old("to_weights", 1, without.shape)
        write_choice(weights.path, "to_weights", "MW_N_TO_FEATURE",
                     "a choice among those gathered and nobody; first for models without doers, then with them", without, with_)


def step_whose(data, weights, l2):
    """one set for all models"""
    x, y, g, clause = data.whose()
    _, top = held_out_choice(x, y, g, clause, l2)
    print(f"whose: clauses {len(top)}, right {100 * y[top].mean():.1f}")
    for name, first in (("own", 1), ("last", 3)):
        print(f"  right of those where {name} is there, by it alone: {100 * y[x[:, first] > 0].mean():.1f}")
    if weights:
        write_choice(weights.path, "whose_weights", "MW_N_WHOSE_FEATURE", "a choice among those gathered", F.fit_choice(x, y, clause, l2))


def step_rest(data, signs, weights, l2):
    x, y, g = data.pairs()
    z = F.folds(x, y, g, None, l2)[:, 0]
    print(f"reason: rows {len(y)} positive {y.mean():.3f} auc {auc(z, y):.3f}")
    reason = F.fit(x, y, None, l2)[0]
    x, y, g = data.effects()
    z = F.folds(x, y, g, None, l2)[:, 0]
    f, at = F.best_f(F.sigmoid(z), y)
    print(f"effect: rows {len(y)} positive {y.mean():.3f} auc {auc(z, y):.3f} F {100 * f:.1f} at {at:.2f}")
    if weights:
        weights.put("reason_weights", "", signs, reason)
        weights.put("effect_weights", "", signs, F.fit(x, y, None, l2)[0])


def step_given(data, signs, weights, l2):
    x, act, key, g, real, who, given = data.acts()
    v = np.concatenate([p.f["given"] for p in data.p])
    k = given >= 0
    y = (given[k] > 0).astype(float)
    w = F.balance(y)
    z = F.folds(v[k], y, g[k], w, l2)[:, 0]
    r = [((z > 0) == (y > 0))[y == c].mean() for c in (0, 1)]
    print(f"given: rows {k.sum()} positive {y.mean():.3f} mean recall {100 * np.mean(r):.1f} auc {auc(z, y):.3f}")
    k2 = given > 0
    y2 = (given[k2] == 2).astype(float)
    w2 = F.balance(y2)
    z2 = F.folds(v[k2], y2, g[k2], w2, l2)[:, 0]
    print(f"told: rows {k2.sum()} auc {auc(z2, y2):.3f}")
    if weights:
        weights.put("given_weights", "", signs, np.array([F.fit(v[k], y, w, l2)[0], F.fit(v[k2], y2, w2, l2)[0]]))


def main():
    ap = argparse.ArgumentParser(prog="python3 -m training.minds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dumps")
    ap.add_argument("passages")
    ap.add_argument("--step", choices=["inside", "whose", "acts", "to", "rest", "given"], required=True)
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--l2", type=float, default=3.0)
    a = ap.parse_args()
    torch.set_num_threads(1)
    act_groups, n_act = groups("src/event/features.h", "MW_ACT_GROUPS")
    c_groups, n_clause = groups("src/reveal/minds_work.h", "MW_CLAUSE_GROUPS")
    widths = {"act": n_act, "clause": n_clause, "pair": groups("src/reveal/minds_work.h", "MW_PAIR_GROUPS")[1],
              "effect": groups("src/reveal/minds_work.h", "MW_EFFECT_GROUPS")[1], "given": n_act + 6, "standing": groups("src/event/features.h", "MW_STANDING_GROUPS")[1],
              "to": groups("src/event/targets.h", "MW_TO_GROUPS")[1],
              "whose": groups("src/reveal/minds_work.h", "MW_WHOSE_GROUPS")[1]}
    gold = [json.loads(line) for line in open(a.passages, encoding="utf-8")]
    data = F.Data([F.Passage(x, os.path.join(a.dumps, x["id"]), widths) for x in gold if os.path.exists(os.path.join(a.dumps, x["id"] + ".txt"))])
    at, n = c_groups["SIGN"]
    signs = int(any(p.f["clause"][:, at:at + n].any() for p in data.p))
    print(f"{len(data.p)} passages, {'with' if signs else 'without'} signs")
    files = {"acts": "src/event/weights.inc", "to": "src/event/weights_to.inc", "whose": "src/reveal/whose_weights.inc"}
    weights = None if a.check else Weights(files.get(a.step, "src/reveal/minds_weights.inc"))
    if a.step == "inside":
        step_inside(data, signs, weights, a.l2)
    elif a.step == "acts":
        step_acts(data, signs, weights, a.l2, act_groups)
    elif a.step == "to":
        step_to(data, weights, a.l2, groups("src/event/targets.h", "MW_TO_GROUPS")[0])
    elif a.step == "whose":
        step_whose(data, weights, a.l2)
    elif a.step == "rest":
        step_rest(data, signs, weights, a.l2)
    else:
        step_given(data, signs, weights, a.l2)
    if weights and weights.new:
        weights.write()


if __name__ == "__main__":
    main()
