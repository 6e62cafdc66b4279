#!/usr/bin/env python3
"""Relations of whole novels by default: how many of the first dozen, and of the first two, are right, as judged by hand.

    python3 eval/judged.py STORY.marrow… [--unjudged]      --unjudged: lists the rows that nobody has judged, to be added

eval/judged-relations.tsv holds the judgements: novel (the start of the story file's name, its number apart), who, of whom, type, right (r), wrong (w) or open (c). They rest on what
everybody knows of these novels and on the words around. Rows that were never told before are counted apart: a change that brings new ones needs judging."""
import argparse
import csv
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARROW = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))
MUTUAL = {"sibling", "spouse", "lover", "friend", "rival", "neighbour", "colleague", "kin-other"}


def key(novel, a, b, kind):
    return (novel, *sorted((a, b)), kind) if kind in MUTUAL else (novel, a, b, kind)


def judgements():
    with open(os.path.join(ROOT, "eval", "judged-relations.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    return {key(*r[:4]): r[4] for r in rows}


def table(story, *view):
    out = subprocess.run([MARROW, "show", story, *view, "--tsv"], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    return list(csv.DictReader(out.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def first(story, novel, n):
    """keys of the n relations that are told first"""
    names = {r["id"]: r["name"] for r in table(story, "people", "--all")}
    kind = lambda r: f"kin-other/{r['word']}" if r["type"] == "kin-other" and r["word"] else r["type"]
    return [key(novel, names.get(r["a"], r["a"]), names.get(r["b"], r["b"]), kind(r)) for r in table(story, "relations", "--limit", str(n))]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("stories", nargs="+")
    p.add_argument("--unjudged", action="store_true")
    a = p.parse_args()
    judged, total = judgements(), {12: [0, 0, 0], 24: [0, 0, 0]}
    for story in a.stories:
        novel = re.sub(r"^\d+_", "", os.path.basename(story).removesuffix(".marrow"))
        told = []
        for n, sums in total.items():
            keys = first(story, novel, n)
            marks = [judged.get(k, "?") for k in keys]
            counts = [marks.count("r"), marks.count("w"), marks.count("c") + marks.count("?")]
            told.append(f"{counts[0]} right, {counts[1]} wrong, {counts[2]} open of {n}")
            sums[:] = [x + y for x, y in zip(sums, counts)]
        print(f"{novel}: {'; '.join(told)}")
        if a.unjudged:
            print("".join("\t".join(k) + "\n" for k in keys if k not in judged), end="")
    print("all: " + "; ".join(f"{r} right, {w} wrong, {c} open of {n} a novel" for n, (r, w, c) in total.items()))


if __name__ == "__main__":
    main()
