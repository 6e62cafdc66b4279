"""Numbers of words in novels at large, for motifs and threads: writes src/reveal/data/norms.inc.

    python3 -m training.norms FOLDER OUT      FOLDER holds plain-text novels, *.gz

For each word form that stands in at least 4 novels, and for the base of regular inflections (their forms counted together): how often
it comes in a million words (as 16 log2(1 + rate), rounded), in what share of the novels (0 to 100), and how evenly it is spread where
it comes four times or more: the parts of twenty that hold it, as a share of those that chance would fill (0 to 100; 0: not known). Words with
a capital three times as often as without are names and left out. Only these numbers go into the repository, no text.
"""
import collections
import glob
import gzip
import math
import os
import re
import sys

PARTS = 20
WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def body(text):
    """A book without the licence around it."""
    a = re.search(r"\*\*\* ?START OF TH[^\n]*\n", text)
    z = re.search(r"\*\*\* ?END OF TH", text)
    return text[a.end() if a else 0:z.start() if z else len(text)]


def bases(form):
    """What a regular inflection may come from."""
    if form.endswith("ies") and len(form) > 4:
        yield form[:-3] + "y"
    if form.endswith(("ses", "xes", "zes", "ches", "shes", "oes")) and len(form) > 4:
        yield form[:-2]
    if form.endswith("s") and not form.endswith("ss") and len(form) > 3:
        yield form[:-1]
    for tail in ("ed", "ing"):
        if form.endswith(tail) and len(form) > len(tail) + 2:
            stem = form[:-len(tail)]
            yield stem
            yield stem + "e"
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
            if tail == "ed" and stem.endswith("i"):
                yield stem[:-1] + "y"


def count(folder):
    """Per novel: word -> counts in its parts; and how often each word has a capital."""
    novels, upper, lower = [], collections.Counter(), collections.Counter()
    for path in sorted(glob.glob(os.path.join(folder, "*.gz"))):
        words = WORD.findall(body(gzip.open(path, "rt", encoding="utf-8", errors="replace").read()))
        parts = collections.defaultdict(lambda: [0] * PARTS)
        for i, w in enumerate(words):
            w = re.sub(r"['’]s$", "", w)
            (upper if w[0].isupper() else lower)[w.lower()] += 1
            parts[w.lower()][i * PARTS // len(words)] += 1
        novels.append((len(words), parts))
    return novels, upper, lower


def main(folder, out):
    novels, upper, lower = count(folder)
    total = sum(n for n, _ in novels)
    vocabulary = {w for w in lower if 3 * lower[w] > upper[w] and len(w) > 1 and w.isascii()}
    family = {w: {w} for w in vocabulary}
    for w in vocabulary:
        for b in bases(w):
            if b in vocabulary and lower[b] * 20 >= lower[w]:
                family[b].add(w)
                break
    rows = []
    for w, forms in family.items():
        each = [[sum(p[f][k] for f in forms if f in p) for k in range(PARTS)] for _, p in novels]
        counts = [sum(e) for e in each]
        books = sum(c > 0 for c in counts)
        if books < 4:
            continue
        even = [sum(x > 0 for x in e) / (PARTS * (1 - (1 - 1 / PARTS) ** c)) for e, c in zip(each, counts) if c >= 4]
        rate = 1e6 * sum(counts) / total
        rows.append((w, round(16 * math.log2(1 + rate)), round(100 * books / len(novels)), round(100 * min(1, sum(even) / len(even))) if even else 0))
    rows.sort()
    with open(out, "w", encoding="utf-8") as f:
        f.write(f"/* Made by training/norms.py from {len(novels)} novels, {total} words. word, 16 log2(1 + times a million), %% of novels, evenness in %%. */\n".replace("%%", "%"))
        for w, a, b, c in rows:
            f.write(f'{{"{w}", {a}, {b}, {c}}},\n')


if __name__ == "__main__":
    main(*sys.argv[1:3])
