"""Learns the weights by which entities are joined once all mentions are resolved (src/cast/reunite_weights.c).

    python3 -m training.links.pairs DUMPS LITBANK/coref/train [--check] [--l2 X]

DUMPS as for training.links, made after its weights were written. A pair is right where most mentions of the one and of the other mean the same by
LitBank. Logistic regression; each class of openers has weights of its own beside those that all share, so that the seldom ones learn from the
others; written are the sums. --check: figures by folds alone."""
import argparse
import os

import numpy as np
import torch

from . import source
from .__main__ import ROOT, number


def meanings(path, gold):
    """entity -> what most of its mentions mean by gold, None where they are at odds; entities that gold does not know are left out"""
    votes = {}
    for line in open(path, encoding="utf-8"):
        if line.startswith("M\t"):
            c = [int(x) for x in line.split("\t")[1:]]
            want = gold.get((c[0], c[1]))
            if want is not None and not (c[5] == 2 and c[6] in (1, 2)):
                of = votes.setdefault(c[4], {})
                of[want] = of.get(want, 0) + 1
    means = {}
    for entity, of in votes.items():
        best = max(of, key=of.get)
        means[entity] = best if of[best] * 2 >= sum(of.values()) else None
    return means


class Pairs:
    def __init__(self):
        self.names, self.size, self.rows = [], (0, 0), []

    def read(self, path, gold, fold):
        means = meanings(path, gold)
        for line in open(path, encoding="utf-8"):
            kind, *c = line.rstrip("\n").split("\t")
            if kind == "O" and c[0] not in self.names:
                self.names.append(c[0])
            elif kind == "N":
                self.size = int(c[0]), int(c[1])
            elif kind == "P" and int(c[0]) in means and int(c[1]) in means:
                one, other = means[int(c[0])], means[int(c[1])]
                self.rows.append((fold, path + c[0], int(c[2]), [int(x) for x in c[3].split()], [float(x) for x in c[4].split()],
                                  one is not None and one == other))

    def matrix(self):
        """shared weights, then those of each class"""
        n = sum(self.size)
        x = np.zeros((len(self.rows), n * (1 + len(self.names))), np.float32)
        for i, (_, _, cl, marks, numbers, _) in enumerate(self.rows):
            for base in (0, n * (1 + cl)):
                x[i, [base + m for m in marks]] = 1
                x[i, base + self.size[0]:base + n] = numbers
        return torch.tensor(x), torch.tensor([float(r[5]) for r in self.rows])


def fit(x, y, l2):
    w = torch.zeros(x.shape[1], requires_grad=True)
    opt = torch.optim.LBFGS([w], max_iter=150, line_search_fn="strong_wolfe")

    def step():
        opt.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w, y, reduction="sum") + l2 * (w * w).sum()
        loss.backward()
        return loss
    opt.step(step)
    return w.detach()


def check(pairs, x, y, l2):
    """by folds: of the best pair of each later entity, how many pass a threshold and are right"""
    p = np.zeros(len(y))
    folds = np.array([r[0] for r in pairs.rows])
    for f in range(4):
        w = fit(x[folds != f], y[folds != f], l2)
        p[folds == f] = torch.sigmoid(x[folds == f] @ w).numpy()
    best = {}
    for r, v, z in zip(pairs.rows, p, y):
        key = r[:2]
        if key not in best or v > best[key][0]:
            best[key] = (v, z)
    for t in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        took = [bool(z) for v, z in best.values() if v >= t]
        print(f"from {t}: {len(took)} joined, {100 * sum(took) / max(1, len(took)):.0f} % right")


def write(pairs, w):
    n = sum(pairs.size)
    out = ("/* Made by training/links/pairs.py: weights of pairs of entities, a row a class of openers (reunite.h). */\n"
           '#include "cast/reunite.h"\n\n/* clang-format off */\n'
           "const float mw_reunite_weights[MW_N_OPENER][MW_N_PAIR_MARK + MW_N_PAIR_NUMBER] = {\n")
    for i, name in enumerate(pairs.names):
        flat = [number(v) for v in (w[:n] + w[n * (1 + i):n * (2 + i)]).tolist()]
        out += "/* " + name + " */ {" + ",\n".join(", ".join(flat[k:k + 12]) for k in range(0, n, 12)) + "},\n"
    with open(os.path.join(ROOT, "src", "cast", "reunite_weights.c"), "w", encoding="utf-8") as f:
        f.write(out + "};\n/* clang-format on */\n")


def main():
    ap = argparse.ArgumentParser(prog="python3 -m training.links.pairs", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dumps")
    ap.add_argument("gold")
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--l2", type=float, default=3.0)
    a = ap.parse_args()
    torch.set_num_threads(1)
    pairs = Pairs()
    names = sorted(x[:-4] for x in os.listdir(a.gold) if x.endswith(".ann"))
    for i, name in enumerate(names):
        path = os.path.join(a.dumps, name + ".txt")
        if os.path.exists(path):
            pairs.read(path, source.litbank(os.path.join(a.gold, name + ".ann")), i % 4)
    x, y = pairs.matrix()
    if a.check:
        check(pairs, x, y, a.l2)
    else:
        write(pairs, fit(x, y, a.l2))


if __name__ == "__main__":
    main()
