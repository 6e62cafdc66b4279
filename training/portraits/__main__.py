"""Learns the weights of portraits and writes them into src/reveal.

    build/marrow read PASSAGE.txt -o ID.marrow --kind novel         for each passage of the annotation
    build/marrow_portraits TRAIN/*.marrow > train.dump              and the same for dev
    python3 -m training.portraits --train train.dump --dev dev.dump --passages FOLDER [--write]

The signs of the model were learnt from the same passages, so that on train they look better than they are: their weights are not learnt
but given (--trait-sign, --tie-sign; chosen on dev), the others around them."""
import argparse
import os
from collections import Counter

from . import fit, rows, source

TRAIT_SIGN, TIE_SIGN = "sign", "sign"


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--train", required=True)
    ap.add_argument("--dev", required=True)
    ap.add_argument("--passages", required=True)
    ap.add_argument("--write", action="store_true")
    ap.add_argument("--l2", type=float, default=2.0)
    a = ap.parse_args()
    train = rows.label(rows.read(a.train), os.path.join(a.passages, "train.jsonl"))
    dev = rows.label(rows.read(a.dev), os.path.join(a.passages, "dev.jsonl"))
    learn(a, train, dev, "traits", fit.traits_f1, lambda p: p.traits, ("trait_weights.c", "traits", "traits.h", "mw_trait_weights", "MW_N_MARK"))
    learn(a, train, dev, "relations", fit.facts_f1, lambda p: p.ties, ("tie_weights.c", "relations", "ties.h", "mw_tie_weights", "MW_N_TIE_MARK"))
    words(a, train)


def learn(a, train, dev, name, score, of, target):
    mine = [r for p in train.values() for r in of(p)]
    n = 1 + max(k for p in [*train.values(), *dev.values()] for r in of(p) for k in r["marks"])
    w = fit.logistic(*fit.matrix(mine, n), a.l2)
    for least in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        print(name, least, *("%.3f %.3f %.3f" % score(s, w, least) for s in (train, dev)), sep="   ")
    if a.write:
        source.weights(*target, w)


def words(a, train):
    """of a word of a kind: the share of its places that are notes, drawn to that of its kind"""
    n, y, kn, ky = Counter(), Counter(), Counter(), Counter()
    listed = source.listed()
    keys = set(listed)
    for p in train.values():
        for c in p.content:
            for w in {c["word"], c["lemma"]}:
                if (w, c["kind"]) in keys:
                    n[w, c["kind"]] += 1
                    y[w, c["kind"]] += bool(c["right"])
            kn[c["kind"]] += 1
            ky[c["kind"]] += bool(c["right"])
    chance = {}
    for w, k in listed:
        prior = (ky[k] + 1) / (kn[k] + 4)
        chance[w, k] = round(100 * (y[w, k] + 3 * prior) / (n[w, k] + 3))
    if a.write:
        source.words(chance)


main()
