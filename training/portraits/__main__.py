"""Learns the weights of portraits and writes them into src/reveal.

    build/marrow read PASSAGE.txt -o ID.marrow --kind novel         for each passage of the annotation
    build/marrow_portraits TRAIN/*.marrow > train.dump              and the same for dev
    python3 -m training.portraits --train train.dump --dev dev.dump --passages FOLDER [--write]

train.dump may hold passages twice, read by a model without signs and by one with them: the later reading stands. Traits and the weighing
of content notes are learnt from passages with signs alone, where there are enough; relations and words from all. The signs were themselves
learnt on these passages and look somewhat better there than they are; l2 is larger for that, and dev says what is gained."""
import argparse
import os
from collections import Counter

import numpy as np

from . import fit, people, rows, source

ENOUGH = 100    # passages


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--train", required=True)
    ap.add_argument("--dev", required=True)
    ap.add_argument("--passages", required=True)
    ap.add_argument("--write", action="store_true")
    ap.add_argument("--l2", type=float, default=2.0)
    ap.add_argument("--only", choices=["traits", "relations", "who", "content"])
    a = ap.parse_args()
    train = rows.label(rows.read(a.train), os.path.join(a.passages, "train.jsonl"))
    dev = rows.label(rows.read(a.dev), os.path.join(a.passages, "dev.jsonl"))
    bias = max(k for p in train.values() for t in p.traits for k in t["marks"])     # before it: sign, no sign
    signed = {k: p for k, p in train.items() if any(t["marks"].keys() & {bias - 2, bias - 1} for t in p.traits)}
    print(len(train), "passages to learn from,", len(signed), "with signs,", len(dev), "of dev")
    signed = signed if len(signed) >= ENOUGH else train
    if a.only in (None, "traits"):
        learn(a, signed, dev, "traits", fit.traits_f1, lambda p: p.traits, 2 * a.l2, ("trait_weights.c", "traits", "traits.h", "mw_trait_weights", "MW_N_MARK"))
    if a.only in (None, "relations"):
        learn(a, train, dev, "relations", fit.facts_f1, lambda p: p.ties, a.l2, ("tie_weights.c", "relations", "ties.h", "mw_tie_weights", "MW_N_TIE_MARK"))
    if a.only in (None, "who"):
        who(a, train, dev)
    if a.only in (None, "content"):
        content(a, train, signed, dev)


def learn(a, train, dev, name, score, of, l2, target):
    mine = [r for p in train.values() for r in of(p)]
    n = 1 + max(k for p in [*train.values(), *dev.values()] for r in of(p) for k in r["marks"])
    w = fit.logistic(*fit.matrix(mine, n), l2)
    for least in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        print(name, least, *("%.3f %.3f %.3f" % score(s, w, least) for s in (train, dev)), sep="   ")
    if a.write:
        source.weights(*target, w)


def who(a, train, dev):
    n = 1 + max(k for p in train.values() for place in p.places for t in place["pairs"] for k in t["marks"])
    for signs, name in ((False, "who"), (True, "who_sign")):
        w = people.fit(*people.matrix(train.values(), n, signs), 3.0)
        print(name, "places told, right, with a right pair", *(people.found(w, *people.matrix(s.values(), n, signs)) for s in (train, dev)))
        if a.write:
            what = "whom a %s of relation means" % ("sign" if signs else "noun")
            source.weights(name + "_weights.c", what, "ties_who.h", "mw_%s_weights" % name, "MW_N_WHO", w)


def chances(passages):
    """of a word of a kind: the share of its places that are notes, drawn to that of its kind by three places"""
    n, y, kn, ky = Counter(), Counter(), Counter(), Counter()
    keys = source.listed()
    known = set(keys)
    for p in passages:
        for c in p.words:
            for w in {c["word"], c["lemma"]}:
                if (w, c["kind"]) in known:
                    n[w, c["kind"]] += 1
                    y[w, c["kind"]] += bool(c["right"])
                    kn[c["kind"]] += 1
                    ky[c["kind"]] += bool(c["right"])
    return {(w, k): round(100 * (y[w, k] + 3 * (ky[k] + 1) / (kn[k] + 4)) / (n[w, k] + 3)) for w, k in keys}


WORD, CHANCE, SECOND, ROOT, BOTH = 0, 1, 2, 4, 8        # mw_content_mark


def mark(passages, chance):
    """gives content groups the chances of words anew, as mw_content_marks has them"""
    for p in passages:
        words = {}
        for c in p.words:
            x = chance.get((c["word"], c["kind"]), chance.get((c["lemma"], c["kind"]), 0)) / 100
            words.setdefault((c["sentence"], c["kind"]), []).append(x)
        for c in p.content:
            best = sorted(words.get((c["sentence"], c["kind"]), []), reverse=True) + [0, 0]
            root = c["marks"].get(ROOT, 0.0)
            c["marks"].update({WORD: float(best[0] > 0), CHANCE: best[0], SECOND: best[1], BOTH: best[0] * root})
    return passages


def content(a, train, signed, dev):
    """the weighing is learnt with chances from the other half, so that words do not look better than they are"""
    names = sorted(train)
    halves = [names[::2], names[1::2]]
    mine = []
    for this, other in (halves, halves[::-1]):
        mark([train[k] for k in this], chances([train[k] for k in other]))
        mine += [c for k in this if k in signed for c in train[k].content]
    n = 1 + max(k for c in mine for k in c["marks"])
    w = fit.logistic(*fit.matrix(mine, n), 1.0)
    print("content weights", np.round(w, 2))
    chance = chances(train.values())
    mark(dev.values(), chance)
    for least in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        print("content", least, *("%.3f %.3f %.3f" % fit.content_f1(s, w, least) for s in (signed, dev)), sep="   ")
    if a.write:
        source.words(chance)
        source.weights("content_weights.c", "content notes", "content.h", "mw_content_weights", "MW_N_CONTENT_MARK", w)


main()
