#!/usr/bin/env python3
"""Shuffled chapters: a novel is read as it is and with its chapters in another order. The arc and the threads must change, traits and relations must
not (Jaccard overlap of 0.9 at least).

    python3 eval/shuffle.py [FILE…]        plain text or .gz; default: six novels of the data folder (whole.py)

Both texts are written from `marrow text`, a paragraph a block, so that they differ in their order alone. A trait is the person's name, its word and its
evidence's words; a relation two names and a type. `same threads`: of the whole's threads, those that the other has with the same words that open and
close them, `same arc`: correlation of the feeling of twenty equal parts."""
import os
import random
import sys
import tempfile

from whole import jaccard, novels, read, source


def letters(words):
    return "".join(c for c in words.lower() if c.isalnum())


def body(text, chapter):
    """the chapter's paragraphs without its heading"""
    lines, title = text[chapter["start"]:chapter["end"]].strip("\n").split("\n"), letters((chapter.get("part") or "") + (chapter["title"] or ""))
    while len(lines) > 1 and letters(lines[0]) in title:
        lines.pop(0)
    return "\n\n".join(lines)


def orders(text, chapters):
    """the text with its chapters in order and shuffled, both numbered anew: the numbers of a book whose chapters stand out of order are no headings"""
    bodies = [body(text, c) for c in chapters]
    other = bodies[:]
    random.Random(7).shuffle(other)
    return ["\n\n".join(f"CHAPTER {n}\n\n{words}" for n, words in enumerate(x, 1)) + "\n" for x in (bodies, other)]


def squeeze(text, span):
    return " ".join(text[span["start"]:span["end"]].split()) if span else None


def names(story):
    return {c["id"]: c["name"] for c in story["characters"]}


def traits(text, story):
    name = names(story)
    return {(name.get(t["who"]), t["trait"]) for t in story["traits"]}


def trait_places(text, story):
    return {(t["trait"], squeeze(text, e)) for t in story["traits"] for e in t["evidence"]}


INVERSE = {"child": "parent", "employee": "employer", "pupil": "teacher", "lodger": "landlord", "patient": "doctor", "attacker": "victim", "ward": "guardian"}


def relations(text, story):
    """one form for both directions"""
    name, rows = names(story), set()
    for r in story["relations"]:
        a, b, kind = name.get(r["a"], r["a"]), name.get(r["b"], r["b"]), r["type"]
        if kind in INVERSE:
            a, b, kind = b, a, INVERSE[kind]
        rows.add((a, b, kind) if kind in INVERSE.values() else (*sorted((a, b)), kind))
    return rows


def threads(text, story):
    return {(t["kind"], squeeze(text, t["opens"]), squeeze(text, t["closes"])) for t in story["threads"]}


def feeling(text, story, parts=20):
    sums, weights = [0.0] * parts, [0.0] * parts
    for w in story["arc"]:
        if w["valence"] is None:
            continue
        at = min(parts - 1, parts * w["start"] // len(text))
        sums[at] += w["valence"] * (w["end"] - w["start"])
        weights[at] += w["end"] - w["start"]
    return [s / w if w else 3.0 for s, w in zip(sums, weights)]


def correlation(a, b):
    ma, mb = sum(a) / len(a), sum(b) / len(b)
    up = sum((x - ma) * (y - mb) for x, y in zip(a, b))
    down = (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)) ** 0.5
    return up / down if down else 1.0


def main(args):
    paths, rows = novels(args), []
    if not paths:
        print("skipped: no novels")
        return 77
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            text, story = read(folder, "source", source(path))
            plain, mixed = orders(text, story["chapters"])
            text, story = read(folder, "plain", plain)
            other_text, other = read(folder, "mixed", mixed)
        t, r = jaccard(traits(text, story), traits(other_text, other)), jaccard(relations(text, story), relations(other_text, other))
        places = jaccard(trait_places(text, story), trait_places(other_text, other))
        mine, its = threads(text, story), threads(other_text, other)
        same, arc = len(mine & its) / max(1, len(mine)), correlation(feeling(text, story), feeling(other_text, other))
        rows.append((t, r))
        print(f"{os.path.basename(path).split('.')[0]}: {len(story['chapters'])} chapters; traits {t:.2f} of {len(story['traits'])} (by place alone {places:.2f}), "
              f"relations {r:.2f} of {len(story['relations'])}; same threads {same:.2f}, same arc {arc:.2f}", flush=True)
    mean = [sum(x) / len(rows) for x in zip(*rows)]
    print(f"mean: traits {mean[0]:.2f}, relations {mean[1]:.2f}")
    return 0 if min(mean) >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
