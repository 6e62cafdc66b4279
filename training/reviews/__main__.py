"""Learns the weights of src/cast/critic_weights.c: a choice among the phrases of a review, fitted by its likelihood.

    python3 -m training.reviews [--marrow build/marrow] [--program build/marrow_reviews] [--model model/base.json] [--work FOLDER]

The features that are the model's own signs are left out: it has seen these reviews, and their worth is set by hand in critic_titles.c.
Reads the reviews of data/reviews-made/train.jsonl into story files in FOLDER (kept), dumps the features, fits, writes, and prints how often
the title is right on train and dev."""
import argparse
import json
import os
import re
import shutil
import subprocess

import numpy as np

from .. import paths


SIGNS = (27, 28)  # T_SIGN, T_SIGN_OTHER of critic_titles.c


def reviews(split):
    with open(paths.data("reviews-made", split + ".jsonl"), encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def story(o, review):
    path = os.path.join(o.work, review["id"] + ".marrow")
    if not os.path.exists(path):
        text = os.path.join(o.work, review["id"] + ".txt")
        with open(text, "w", encoding="utf-8") as f:
            f.write(review["text"])
        subprocess.run([o.marrow, "read", text, "--kind", "review", "--model", o.model, "--threads", "1", "--quiet", "-o", path], check=True)
    return path


def plain(title):
    words = re.sub(r"[\u2018\u2019]", "'", title.lower()).strip(" \"'\u201c\u201d.,;:")
    return re.sub(r"^the ", "", re.sub(r"\s+", " ", words))


def dumped(o, rows):
    """-> for each review: features [phrases][F], the index of its title or None"""
    out = subprocess.run([o.program] + [story(o, r) for r in rows], check=True, capture_output=True, text=True).stdout
    docs = []
    for review, part in zip(rows, out.split("#### ")[1:]):
        lines = [line.split("| ", 1) for line in part.split("\n")[1:] if "| " in line]
        x = np.array([[float(v) for v in left.split()] for left, _ in lines])
        x[:, SIGNS] = 0
        want = plain(review["sheet"]["work"]["title"] or "")
        right = [i for i, (_, words) in enumerate(lines) if plain(words) == want]
        docs.append((x, right[0] if right else None))
    return docs


def fit(docs, l2, steps=3000, rate=0.05):
    docs = [d for d in docs if d[1] is not None]
    w = np.zeros(docs[0][0].shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        g = l2 * w
        for x, y in docs:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            g = g + p @ x - x[y]
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w = w - rate * (m / (1 - 0.9 ** step)) / (np.sqrt(v / (1 - 0.999 ** step)) + 1e-8)
    return w


def report(name, docs, w):
    right = sum(y is not None and int(np.argmax(x @ w)) == y for x, y in docs)
    there = sum(y is not None for _, y in docs)
    print(f"{name}: title right in {right} of {len(docs)}, among the phrases in {there}")


def write(path, w):
    rows = [", ".join(f"{x:.3f}f" for x in w[i:i + 10]) for i in range(0, len(w), 10)]
    with open(path, "w", encoding="utf-8") as f:
        f.write('/* critic_weights: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */\n'
                '#include "cast/critic_inside.h"\n\nconst float mw_critic_title_weights[MW_TITLE_FEATURES] = {\n    '
                + ",\n    ".join(rows) + ",\n};\n")


def main():
    p = argparse.ArgumentParser(prog="python3 -m training.reviews", description=__doc__.split("\n")[0])
    p.add_argument("--marrow", default=os.path.join(paths.ROOT, "build", "marrow"))
    p.add_argument("--program", default=os.path.join(paths.ROOT, "build", "marrow_reviews"), help="made by cmake --build build --target marrow_reviews")
    p.add_argument("--model", default=os.path.join(paths.MODEL, "base.json"))
    p.add_argument("--work", default=os.path.join(paths.RUN, "reviews"), help="folder for story files")
    p.add_argument("--out", default=os.path.join(paths.ROOT, "src", "cast", "critic_weights.c"))
    p.add_argument("--l2", type=float, default=0.3)
    o = p.parse_args()
    os.makedirs(o.work, exist_ok=True)
    train, dev = dumped(o, reviews("train")), dumped(o, reviews("dev"))
    w = np.round(fit(train, o.l2), 3)
    report("train", train, w)
    report("dev", dev, w)
    write(o.out, w)
    if shutil.which("clang-format"):
        subprocess.run(["clang-format", "-i", o.out], check=True)


if __name__ == "__main__":
    main()
