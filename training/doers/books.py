"""Texts as the program sees them (marrow_doers, training/doers/dump.c): its words, its mentions with the person that its cast gives them, the
encoder's vectors; and who does (says) what to whom by the annotation of PDNC and of the passages."""
import ast
import csv
import glob
import json
import os
import re
import subprocess
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from .. import mentions, paths
from ..sentence import split_clitics
from ..speakers import pdnc

VERB, SOURCES = 16, (8, 11, 12, 16)     # mw_upos: of a verb; of those that have a vector: nouns, pronouns, names, verbs
OWN = mentions.I | mentions.YOU
WORD = re.compile(r"(?:Mr|Mrs|Ms|Dr|St|Rev|Col|Capt|Gen|Lieut|Prof|Hon|Messrs|Mme|Mlle|M|Sgt)\.|\w+(?:['’]\w+)?|--+|\.\.\.+|[^\w\s]")


def cut(name):
    """the words of a name as marrow cuts them"""
    return [x for m in WORD.finditer(name) for x in split_clitics([m.group()])]


class Text:
    """words of a text, as training/mentions.py reads them"""

    def __init__(self, out, text):
        table = np.fromfile(out + ".words", "<u4").reshape(-1, 4)
        self.text, self.upos = text, table[:, 2]
        self.row = np.cumsum(table[:, 3]) - 1           # of a word's vector
        self.spans = [tuple(x) for x in table[:, :2].tolist()]
        self.starts = [a for a, _ in self.spans]
        self.tokens = [text[a:z] for a, z in self.spans]
        self.low = [t.lower() for t in self.tokens]
        self.at = [i for i, c in enumerate(text) if not c.isspace()]
        self.solid = "".join(text[i].lower() for i in self.at)

    def find(self, quote):
        """first and last word of a quotation, white space aside, or None"""
        q = "".join(c.lower() for c in quote if not c.isspace())
        k = self.solid.find(q) if q else -1
        if k < 0:
            return None
        first, last = self.at[k], self.at[k + len(q) - 1]
        return max(0, bisect_right(self.starts, first) - 1), bisect_right(self.starts, last) - 1


@dataclass
class Book:
    vectors: np.ndarray     # [rows][H] f32, mapped
    row: np.ndarray         # [words]
    verb: np.ndarray        # [words] bool
    mentions: list          # (head, person or -1, I or you inside a quotation), by head
    words: list             # (word, who does or says it, to whom, is it said aloud, of which quotation), at most SOURCES_OF of a quotation


SOURCES_OF = 12             # WORDS of src/speech/voices.c


def dump(program, manifest, novel, out, *lists):
    if not os.path.exists(out + ".vectors"):
        os.makedirs(os.path.dirname(out), exist_ok=True)
        subprocess.run([program, manifest, novel, out + ".part", *lists], check=True)
        for ending in ("words", "mentions", "cast", "vectors"):
            os.replace(f"{out}.part.{ending}", f"{out}.{ending}")


def book(out, width, p, doers, quote, person_of):
    """person_of: (head, character) -> person or None"""
    number, some, seen = {}, [], {}

    def numbers(people):
        return tuple(number.setdefault(x, len(number)) for x in people)
    for line in open(out + ".mentions", encoding="utf-8"):
        head, c, own = map(int, line.split())
        who = person_of(head, c)
        some.append((head, -1 if who is None else numbers([who])[0], bool(own)))
    words = []
    for i in sorted(doers):
        who, whom, said = doers[i]
        k = quote.get(i, i)
        seen[k] = seen.get(k, 0) + 1
        if p.upos[i] in SOURCES and (not said or seen[k] <= SOURCES_OF):
            words.append((i, numbers(who), numbers(whom), said, k))
    return Book(np.memmap(out + ".vectors", "<f4", "r").reshape(-1, width), p.row, p.upos == VERB, sorted(some), words)


def cast_of(out):
    return [line.rstrip("\n").split("\t") for line in open(out + ".cast", encoding="utf-8")]


def novel(program, manifest, width, work, folder):
    """of PDNC, with its own lists of people and quotations"""
    out = os.path.join(work, os.path.basename(folder))
    lists = out + ".characters.csv", out + ".quotes.csv"
    os.makedirs(work, exist_ok=True)
    pdnc.write_given(folder, *lists)
    dump(program, manifest, os.path.join(folder, "novel_text.txt"), out, *lists)
    p = Text(out, open(os.path.join(folder, "novel_text.txt"), encoding="utf-8", newline="").read())
    _, doers, _ = mentions.novel_mentions(folder, p, cut)
    quote = {}
    for k, r in enumerate(csv.DictReader(open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8"))):
        for a, z in ast.literal_eval(r["quoteByteSpans"]):
            quote.update(dict.fromkeys(range(bisect_left(p.starts, a), bisect_left(p.starts, z)), -1 - k))
    persons = pdnc.people(folder)
    ours = [next((q.name for q in persons if pdnc.is_person(names, q)), None) for names in cast_of(out)]
    return book(out, width, p, doers, quote, lambda head, c: ours[c] if c >= 0 else None)


def passage(program, manifest, width, work, o):
    """a character is the annotation's person at whose marked words it mostly stands, else the only one who bears one of its names"""
    out = os.path.join(work, o["id"])
    os.makedirs(work, exist_ok=True)
    with open(out + ".txt", "w", encoding="utf-8", newline="") as f:
        f.write(o["text"])
    dump(program, manifest, out + ".txt", out)
    p = Text(out, o["text"])
    of, doers, _ = mentions.passage_mentions(o, p, cut)
    forms = {x["id"]: {f.lower() for f in x["as"]} - mentions.PERSONAL for x in o["people"]}
    votes = {}
    for line in open(out + ".mentions", encoding="utf-8"):
        head, c, _ = map(int, line.split())
        if c >= 0 and head in of:
            votes.setdefault(c, []).append(of[head])
    ours = []
    for c, names in enumerate(cast_of(out)):
        bearers = [x for x, f in forms.items() if f & {n.lower() for n in names}]
        marked = votes.get(c, [])
        ours.append(max(sorted(set(marked)), key=marked.count) if marked else bearers[0] if len(bearers) == 1 else None)
    return book(out, width, p, doers, {}, lambda head, c: of.get(head, ours[c] if c >= 0 else None))


def books(split, program, manifest, width, work):
    """-> novels (none with open data alone), passages"""
    folders = [] if os.environ.get("DATA") == "open" else sorted(f for f in glob.glob(paths.data("pdnc", split, "*")) if os.path.isdir(f))
    rows = [json.loads(line) for line in open(paths.data("passages", split + ".jsonl"), encoding="utf-8")]
    at = os.path.join(work, split)
    return ([novel(program, manifest, width, os.path.join(at, "pdnc"), f) for f in folders],
            [passage(program, manifest, width, os.path.join(at, "passages"), o) for o in rows])
