#!/usr/bin/env python3
"""Relations and traits of whole novels by default: how many of those that are told first are right, as judged by hand.

    python3 eval/judged.py STORY.marrow… [--unjudged]      --unjudged: lists the rows that nobody has judged, to be added

eval/judged-relations.tsv and eval/judged-traits.tsv hold the judgements: novel (the start of the story file's name, its number apart), who, of whom and type, or trait (label) and kind; right (r),
wrong (w) or open (c). They rest on what everybody knows of these novels and on the words around. Rows that were never told before are counted apart: a change that brings new ones needs judging."""
import argparse
import csv
import hashlib
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARROW = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))
MUTUAL = {"sibling", "spouse", "lover", "friend", "rival", "neighbour", "colleague", "kin-other"}
FIRST = {"relations": (12, 24), "traits": (12,)}    # how many rows of each are told by default, and more


def relation_key(novel, a, b, kind):
    return (novel, *sorted((a, b)), kind) if kind in MUTUAL else (novel, a, b, kind)


def trait_label(words):
    """the novel's words stay out of the repository: three of them, and a sum of all"""
    return " ".join(words.split()[:3]) + " " + hashlib.sha1(words.encode("utf-8")).hexdigest()[:6]


def judgements(view):
    with open(os.path.join(ROOT, "eval", f"judged-{view}.tsv"), encoding="utf-8") as f:
        rows = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    return {relation_key(*r[:4]) if view == "relations" else tuple(r[:4]): r[4] for r in rows}


def table(story, *view):
    out = subprocess.run([MARROW, "show", story, *view, "--tsv"], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    return list(csv.DictReader(out.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def first(story, novel, view, n):
    """keys of the n rows that are told first"""
    names = {r["id"]: r["name"] for r in table(story, "people", "--all")}
    rows = table(story, view, "--limit", str(n))
    if view == "traits":
        return [(novel, names.get(r["who"], r["who"]), trait_label(r["trait"]), r["kind"]) for r in rows]
    kind = lambda r: f"kin-other/{r['word']}" if r["type"] == "kin-other" and r["word"] else r["type"]
    return [relation_key(novel, names.get(r["a"], r["a"]), names.get(r["b"], r["b"]), kind(r)) for r in rows]


def told(counts, n, of):
    return f"{counts[0]} right, {counts[1]} wrong, {counts[2]} open of {n}{of}"


def count(stories, view, unjudged):
    judged, total = judgements(view), {n: [0, 0, 0] for n in FIRST[view]}
    for story in stories:
        novel = re.sub(r"^\d+_", "", os.path.basename(story).removesuffix(".marrow"))
        words = []
        for n, sums in total.items():
            keys = first(story, novel, view, n)
            marks = [judged.get(k, "?") for k in keys]
            counts = [marks.count("r"), marks.count("w"), marks.count("c") + marks.count("?")]
            words.append(told(counts, n, ""))
            sums[:] = [x + y for x, y in zip(sums, counts)]
        print(f"{view}, {novel}: {'; '.join(words)}")
        if unjudged:
            print("".join("\t".join(k) + "\n" for k in keys if k not in judged), end="")
    print(f"{view}, all: " + "; ".join(told(sums, n, " a novel") for n, sums in total.items()))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("stories", nargs="+")
    p.add_argument("--unjudged", action="store_true")
    a = p.parse_args()
    for view in FIRST:
        count(a.stories, view, a.unjudged)


if __name__ == "__main__":
    main()
