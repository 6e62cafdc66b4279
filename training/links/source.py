"""What is learnt from: choices that marrow_links wrote, with what LitBank says that each mention means."""
import os

import numpy as np


class Document:
    """choices: [(mention, class, candidates [(entity, mention, marks, numbers)])]; mentions: [(first, last, start, end, entity, sort, person)]"""

    def __init__(self, path):
        self.groups, self.classes, self.choices, self.mentions = {}, [], [], []
        for line in open(path, encoding="utf-8"):
            kind, *c = line.rstrip("\n").split("\t")
            if kind == "F":
                self.groups[c[0]] = (int(c[1]), int(c[2]))
            elif kind == "K":
                self.classes.append(c[0])
            elif kind == "M":
                self.mentions.append(tuple(map(int, c)))
            elif kind == "C":
                self.choices.append((int(c[0]), int(c[1]), []))
            elif kind == "A":
                self.choices[-1][2].append((int(c[0]), int(c[1]), [int(x) for x in c[2].split()], [float(x) for x in c[3].split()]))


def litbank(path):
    """brat-like annotation and its text -> span of tokens -> entity"""
    starts = [0]
    for line in open(path[:-4] + ".txt", encoding="utf-8"):
        if line.strip():
            starts.append(starts[-1] + len(line.split()))
    spans, what = {}, {}
    rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
    for c in rows:
        if c[0] == "MENTION":
            spans[c[1]] = (starts[int(c[2])] + int(c[3]), starts[int(c[4])] + int(c[5]))
            what[spans[c[1]]] = "alone " + c[1]
    for c in rows:
        if c[0] == "COREF":
            what[spans[c[1]]] = c[2]
    return what


PRONOUNS = 3      # the first three classes


def right(doc, gold, back=8):
    """for each choice -> which candidates are right (the last: nobody), or None where gold does not know the mention. An entity is as right as
    the share of its last mentions that mean the same: half will do, or a third for the best; a pronoun, which is hardly ever new, is
    content with the best there is. Where somebody has fallen into several entities, the greatest counts, and those half as great."""
    means = [gold.get((m[0], m[1])) for m in doc.mentions]
    of = {}
    for i, m in enumerate(doc.mentions):
        of.setdefault(m[4], []).append(i)
    out = []
    for mention, cl, candidates in doc.choices:
        want = means[mention]
        if want is None:
            out.append(None)
            continue
        share, size = np.zeros(len(candidates)), np.zeros(len(candidates))
        for k, (entity, _, _, _) in enumerate(candidates[:-1]):
            before = [means[i] for i in of.get(entity, []) if i < mention]
            known = [x for x in before if x is not None][-back:]
            share[k] = sum(x == want for x in known) / len(known) if known else 0
            size[k] = sum(x == want for x in before)
        top = share.max()
        good = (share >= 0.5) | ((share == top) & (top > (0 if cl < PRONOUNS else 0.3)))
        good &= size * 2 >= (size * good).max()
        good[-1] = not good[:-1].any()
        out.append(good)
    return out


def documents(dumps, golds):
    for name in sorted(os.listdir(golds)):
        if name.endswith(".ann"):
            stem = name[:-4]
            path = os.path.join(dumps, stem + ".txt")
            if os.path.exists(path):
                doc = Document(path)
                yield stem, doc, right(doc, litbank(os.path.join(golds, name)))
