"""Learns the weights by which antecedents are ranked (src/cast/antecedent_weights.c).

    python3 -m training.links DUMPS LITBANK/coref/train [--check] [--l2 X] [--trust X]

DUMPS holds NAME.txt of each document, as marrow_links writes them from story files (docs/cast.md). Choices rest on those before them, so
build, dump and learn two or three times, each time with the dumps of the rounds before as well (--more; Ross, Gordon & Bagnell 2011), which
keeps the weights from swinging with one round's choices. The encoder has learnt its links on the same documents, so it is surer of them there than
elsewhere: --trust scales their weights. --check: figures by folds alone, nothing is written."""
import argparse
import os
import re

import numpy as np
import torch

from . import passages, source

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


class Rows:
    """choices of one class as one sparse block: a row a candidate"""

    def __init__(self, n_marks, n_links):
        self.n_marks, self.n = n_marks, n_marks + n_links
        self.x, self.choice, self.right, self.fold = [], [], [], []
        self.count = 0

    def add(self, candidates, good, fold):
        for (entity, _, marks, links), g in zip(candidates, good):
            row = np.zeros(self.n, np.float32)
            row[marks] = 1
            row[self.n_marks:] = links
            self.x.append(row)
            self.choice.append(self.count)
            self.right.append(g)
        self.fold.append(fold)
        self.count += 1

    def done(self):
        self.x, self.choice = torch.tensor(np.array(self.x)), torch.tensor(self.choice)
        self.right, self.fold = torch.tensor(self.right), torch.tensor(self.fold)
        return self


def lse(z, choice, n):
    top = torch.full((n,), -1e9).scatter_reduce(0, choice, z, "amax")
    return top + torch.zeros(n).index_add(0, choice, torch.exp(z - top[choice])).log()


def fit(x, choice, right, n, l2, start=None):
    """marginal log likelihood of the right candidates, L-BFGS"""
    w = torch.zeros(x.shape[1]) if start is None else torch.tensor(start)
    w.requires_grad_()
    opt = torch.optim.LBFGS([w], max_iter=120, history_size=12, line_search_fn="strong_wolfe")

    def step():
        opt.zero_grad()
        z = x @ w
        loss = (lse(z, choice, n) - lse(z.masked_fill(~right, -1e9), choice, n)).sum() + l2 * (w * w).sum()
        loss.backward()
        return loss
    opt.step(step)
    return w.detach().numpy()


def part(rows, keep):
    k = keep[rows.choice]
    new = torch.cumsum(keep.long(), 0) - 1
    return rows.x[k], new[rows.choice[k]], rows.right[k], int(keep.sum())


def best_right(rows, w, keep):
    z = (rows.x @ torch.tensor(w)).numpy()
    best = {}
    for i, (c, s) in enumerate(zip(rows.choice.tolist(), z)):
        if keep[c] and (c not in best or s > z[best[c]]):
            best[c] = i
    last = {}
    for i, c in enumerate(rows.choice.tolist()):
        last[c] = i
    n = len(best)
    ok = sum(bool(rows.right[i]) for i in best.values())
    new = sum(i == last[c] for c, i in best.items())
    is_new = sum(bool(rows.right[last[c]]) for c in best)
    return n, ok, new, is_new


def show(name, links, where, total):
    print(f"{name:6s} {'links' if links else 'none '} {where:16s} choices {total[0]:5d} right {100 * total[1] / max(total[0], 1):.1f}"
          f" said new {total[2]} are new {total[3]}", flush=True)


def number(v):
    s = f"{v:.4g}"
    return (s if "." in s or "e" in s else s + ".0") + "F"


def present():
    """the weights of now, a row a class"""
    with open(os.path.join(ROOT, "src", "cast", "antecedent_weights.c"), encoding="utf-8") as f:
        rows = [[float(x.strip().rstrip("F")) for x in row.split(",")] for row in re.findall(r"/\* \w+ \*/ \{([^}]*)\}", f.read())]
    return [rows[:len(rows) // 2], rows[len(rows) // 2:]]


def blend(tables, share):
    """the weights learnt and those of now: products of their probabilities, which swing less than either"""
    return [[share * np.array(old) + (1 - share) * np.array(new) for old, new in zip(a, b)] for a, b in zip(present(), tables)]


def write(tables, classes):
    out = ("/* Made by training/links: weights of antecedents, without links and with them, a row a class of mention (antecedent.h). */\n"
           '#include "cast/antecedent.h"\n\n/* clang-format off */\n'
           "const float mw_antecedent_weights[2][MW_N_ANAPHOR][MW_N_MARK + MW_N_LINK_NUMBER] = {\n")
    for table in tables:
        out += "{\n"
        for name, w in zip(classes, table):
            flat = [number(v) for v in w]
            lines = [", ".join(flat[i:i + 12]) for i in range(0, len(flat), 12)]
            out += "/* " + name + " */ {" + ",\n".join(lines) + "},\n"
        out += "},\n"
    with open(os.path.join(ROOT, "src", "cast", "antecedent_weights.c"), "w", encoding="utf-8") as f:
        f.write(out + "};\n/* clang-format on */\n")


def load(dumps, golds, into=None):
    blocks, classes, n_marks = into or (None, None, 0)
    for i, (_, doc, goods) in enumerate(source.documents(dumps, golds)):
        if blocks is None:
            classes = doc.classes
            n_marks = min(at for name, (at, _) in doc.groups.items() if name.startswith("LINK_"))
            blocks = [Rows(n_marks, sum(name.startswith("LINK_") for name in doc.groups)) for _ in classes]
        for (_, cl, candidates), good in zip(doc.choices, goods):
            if good is not None:
                blocks[cl].add(candidates, good, i % 4)
    return blocks, classes, n_marks


def main():
    ap = argparse.ArgumentParser(prog="python3 -m training.links", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("dumps")
    ap.add_argument("gold")
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--test", nargs=2, metavar=("DUMPS", "GOLD"), help="figures on these")
    ap.add_argument("--more", nargs="*", default=[], metavar="DUMPS", help="dumps of earlier rounds, learnt from as well")
    ap.add_argument("--passages", nargs=2, metavar=("DUMPS", "JSONL"), help="learn he and she from the passages' people as well")
    ap.add_argument("--l2", type=float, default=3.0)
    ap.add_argument("--trust", type=float, default=1.0)
    ap.add_argument("--keep", type=float, default=0.0, metavar="SHARE", help="this much of the weights of now is kept")
    a = ap.parse_args()
    torch.set_num_threads(1)
    blocks, classes, n_marks = load(a.dumps, a.gold)
    for more in a.more:
        load(more, a.gold, (blocks, classes, n_marks))
    if a.passages:
        for i, (cl, candidates, good) in enumerate(passages.rows(*a.passages)):
            blocks[cl].add(candidates, good, i % 4)
    blocks = [b.done() for b in blocks]
    test = [b.done() for b in load(*a.test)[0]] if a.test else None
    tables = [[], []]
    for i, (name, rows) in enumerate(zip(classes, blocks)):
        for links in (0, 1):
            x = rows.x
            if not links:
                rows.x = x.clone()
                rows.x[:, n_marks:] = 0
            if a.check:
                total = np.zeros(4, int)
                for f in range(4):
                    w = fit(*part(rows, rows.fold != f), a.l2)
                    total += best_right(rows, w, (rows.fold == f).tolist())
                show(name, links, "folds", total)
            w = fit(*part(rows, rows.fold >= 0), a.l2)
            for trust in (0.4, 0.6, 0.8, 1.0) if test and links else (a.trust,):
                v = w.copy()
                v[n_marks:] *= trust
                if test:
                    show(name, links, f"test, trust {trust}", best_right(test[i], v, [True] * test[i].count))
            if links:
                w[n_marks:] *= a.trust
            tables[links].append(w)
            rows.x = x
    if not a.check:
        write(blend(tables, a.keep) if a.keep else tables, classes)


if __name__ == "__main__":
    main()
