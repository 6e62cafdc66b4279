#!/usr/bin/env python3
"""Modern fiction by case: twelve passages written for this project (eval/modern), read by the program; figures by case.

    python3 eval/modern.py [MARROW]        the program to ask; default build/marrow of this tree

A passage opens with its case, who tells it, and its people with their gender; every marked mention is written [words|person]. Counted:
mentions given to the right person, of those marked; people found exactly once; genders; the narrator of each chapter. No figure is a
bar: the passages show where reading modern prose is weak."""
import os
import re
import sys

import reading

HERE = os.path.dirname(os.path.abspath(__file__))


def passage(path):
    """-> case, narrators, {person: gender}, text, [(start, end, person)]"""
    head, body = open(path, encoding="utf-8").read().split("\n\n", 1)
    facts = dict(line.split(": ", 1) for line in head.split("\n"))
    people = dict(p.rsplit("=", 1) for p in facts["people"].split(", "))
    narrators = [] if facts["narrator"] == "none" else facts["narrator"].split(", ")
    text, marks, at = "", [], 0
    for m in re.finditer(r"\[([^|\]]+)\|([^\]]+)\]", body):
        text += body[at:m.start()]
        if m[2] in people:
            marks.append((len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    return facts["case"], narrators, people, text + body[at:], marks


def read(marrow, text):
    """-> characters, chapters, mentions by start"""
    j, mentions = reading.read(marrow, text, "SELECT m.start, m.end, c.id FROM mentions m JOIN characters c ON c.n = m.character")
    return j["characters"], j["chapters"], mentions


def plain(s):
    return re.sub(r"\W+", " ", s).lower().strip()


def is_called(character, person):
    return plain(person) in {plain(n) for n in [character["name"], *character["aliases"]]}


def measure(marrow, path):
    case, narrators, people, text, marks = passage(path)
    characters, chapters, mentions = read(marrow, text)
    at = {}
    for start, end, who in mentions:
        at.setdefault(start, []).append((end, who))
    by = {c["id"]: c for c in characters}
    right = 0
    for start, end, person in marks:
        near = min(at.get(start, []), key=lambda m: abs(m[0] - end), default=None)
        right += near is not None and near[1] in by and is_called(by[near[1]], person)
    once = sum(sum(is_called(c, p) for c in characters) == 1 for p in people)
    gender = sum(any(is_called(c, p) and c["gender"] == g for c in characters) for p, g in people.items())
    found = {by[c["narrator"]]["name"] for c in chapters if c["narrator"] in by} or {c["name"] for c in characters if c["narrator"]}
    told = sum(any(plain(n) == plain(f) for f in found) for n in narrators) if narrators else int(not found)
    return case, right, len(marks), once, gender, len(people), told, max(1, len(narrators))


def main():
    marrow = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "build", "marrow")
    total = [0] * 7
    print("| case | mentions | people once | gender | narrator |\n|---|---|---|---|---|")
    folder = os.path.join(HERE, "modern")
    for name in sorted(os.listdir(folder)):
        case, *n = measure(marrow, os.path.join(folder, name))
        total = [a + b for a, b in zip(total, n)]
        print(f"| {case} | {n[0]} of {n[1]} | {n[2]} of {n[4]} | {n[3]} of {n[4]} | {n[5]} of {n[6]} |")
    print(f"| all | {total[0]} of {total[1]} ({100 * total[0] / total[1]:.0f} %) | {total[2]} of {total[4]} | {total[3]} of {total[4]} | {total[5]} of {total[6]} |")


if __name__ == "__main__":
    main()
