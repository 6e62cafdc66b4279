"""Learns the weights of src/cast/critic_weights.c (titles) and src/reveal/thesis_weights.c (theses): choices among the phrases and among the
sentences of a review, each fitted by its likelihood.

    python3 -m training.reviews [titles] [thesis] [--marrow build/marrow] [--program build/marrow_reviews] [--model model/base.json] [--work FOLDER]

The features that are the model's own signs are left out: it has seen these reviews; the worth of titles' signs is set by hand in
critic_titles.c, that of the thesis is THESIS_SIGN. Reads the reviews of data/reviews-made into story files in FOLDER (kept: a new model wants
a new folder), dumps the features, fits, writes, and prints how often title and thesis are right (the thesis in tenths held out in turn)."""
import argparse
import json
import os
import re
import shutil
import subprocess

import numpy as np

from .. import paths


SIGNS = (27, 28)  # T_SIGN, T_SIGN_OTHER of critic_titles.c
SIGN = -1  # T_SIGN of review_thesis.c, the last
THESIS_SIGN = 1.0


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


def parts(o, rows):
    """-> for each review: its lines of titles, its lines of theses, its text as the story file has it"""
    out = subprocess.run([o.program] + [story(o, r) for r in rows], check=True, capture_output=True, text=True).stdout
    for review, part in zip(rows, out.split("#### ")[1:]):
        titles, theses = part.split("==== titles\n")[1].split("==== thesis\n")
        text = subprocess.run([o.marrow, "text", story(o, review)], check=True, capture_output=True).stdout
        yield review, [line for line in titles.split("\n") if "| " in line], theses.split("\n")[:-1], text


def titles_of(review, lines):
    """-> features [phrases][F], 1 at its title"""
    x = np.array([[float(v) for v in line.split("| ", 1)[0].split()] for line in lines])
    x[:, SIGNS] = 0
    want = plain(review["sheet"]["work"]["title"] or "")
    right = [i for i, line in enumerate(lines) if plain(line.split("| ", 1)[1]) == want]
    return x, np.arange(len(lines)) == (right[0] if right else -1)


def theses_of(review, lines, text):
    """-> features [sentences][F], 1 at those that share words with its thesis"""
    rows = [[float(v) for v in line.split()] for line in lines]
    x = np.array([row[2:] for row in rows])
    x[:, SIGN] = 0
    words = [re.escape(w) for w in review["sheet"]["thesis"].encode().split()]
    at = re.search(rb"\s+".join(words), text)
    start, end = at.span() if at else (0, 0)
    return x, np.array([min(row[1], end) > max(row[0], start) for row in rows])


def fit(docs, l2, steps=2000, rate=0.05):
    docs = [d for d in docs if d[1].any()]
    w = np.zeros(docs[0][0].shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        g = l2 * w
        for x, y in docs:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            right = p * y
            g = g + (p - right / right.sum()) @ x
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w = w - rate * (m / (1 - 0.9 ** step)) / (np.sqrt(v / (1 - 0.999 ** step)) + 1e-8)
    return w


def right_of(docs, w):
    return sum(bool(y[int(np.argmax(x @ w))]) for x, y in docs)


def report(name, what, docs, w):
    print(f"{name}: {what} right in {right_of(docs, w)} of {len(docs)}, among the choices in {sum(y.any() for _, y in docs)}")


def held_out(docs, l2, folds=10):
    order = np.random.RandomState(1).permutation(len(docs))
    right = 0
    for k in range(folds):
        out = set(order[k::folds])
        right += right_of([docs[i] for i in out], fit([d for i, d in enumerate(docs) if i not in out], l2, 600))
    return right


def write(path, header, declaration, w):
    rows = [", ".join(f"{x:.3f}f" for x in w[i:i + 10]) for i in range(0, len(w), 10)]
    name = os.path.basename(path)[:-2]
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'/* {name}: learnt by training/reviews from reviews of invented works. Written by it; not by hand. */\n'
                f'#include "{header}"\n\nconst float {declaration} = {{\n    ' + ",\n    ".join(rows) + ",\n};\n")
    if shutil.which("clang-format"):
        subprocess.run(["clang-format", "-i", path], check=True)


def learn_titles(o, train, dev):
    train, dev = ([titles_of(r, t) for r, t, _, _ in docs] for docs in (train, dev))
    w = np.round(fit(train, o.l2, 3000), 3)
    report("train", "title", train, w)
    report("dev", "title", dev, w)
    write(os.path.join(o.src, "cast", "critic_weights.c"), "cast/critic_inside.h", "mw_critic_title_weights[MW_TITLE_FEATURES]", w)


def learn_theses(o, train, dev):
    train, dev = ([theses_of(r, s, text) for r, _, s, text in docs] for docs in (train, dev))
    print(f"held out: thesis right in {held_out(train + dev, o.l2_thesis)} of {len(train + dev)}")
    report("dev, learnt on train", "thesis", dev, fit(train, o.l2_thesis))
    w = np.round(fit(train + dev, o.l2_thesis), 3)
    w[SIGN] = THESIS_SIGN
    write(os.path.join(o.src, "reveal", "thesis_weights.c"), "reveal/review_inside.h", "mw_review_thesis_weights[MW_THESIS_FEATURES]", w)


def main():
    p = argparse.ArgumentParser(prog="python3 -m training.reviews", description=__doc__.split("\n")[0])
    p.add_argument("what", nargs="*", help="titles, thesis; both if left out")
    p.add_argument("--marrow", default=os.path.join(paths.ROOT, "build", "marrow"))
    p.add_argument("--program", default=os.path.join(paths.ROOT, "build", "marrow_reviews"), help="made by cmake --build build --target marrow_reviews")
    p.add_argument("--model", default=os.path.join(paths.MODEL, "base.json"))
    p.add_argument("--work", default=os.path.join(paths.RUN, "reviews"), help="folder for story files")
    p.add_argument("--src", default=os.path.join(paths.ROOT, "src"))
    p.add_argument("--l2", type=float, default=0.3, help="of titles")
    p.add_argument("--l2-thesis", type=float, default=1)
    o = p.parse_args()
    os.makedirs(o.work, exist_ok=True)
    train, dev = list(parts(o, reviews("train"))), list(parts(o, reviews("dev")))
    if not o.what or "titles" in o.what:
        learn_titles(o, train, dev)
    if not o.what or "thesis" in o.what:
        learn_theses(o, train, dev)


if __name__ == "__main__":
    main()
