#!/usr/bin/env python3
"""Properties that a reading of people should have whatever the book, measured through the program.

    python3 eval/properties.py FILE.txt OLD=NEW… [--join OTHER.txt] [--marrow PROGRAM]

OLD=NEW renames a word of a name throughout: mentions and speakers that stay as they were. --join puts OTHER behind the text: the cast
of the first part, by mentions. Without FILE: the story below, in which a pair's he and she are swapped: genders must swap, mentions stay."""
import os
import re
import sys

import reading

HERE = os.path.dirname(os.path.abspath(__file__))
PAIR = """Vessin came down to the boat before it was light. {A} had not slept, and {a} had {p} brother's coat on over {p} own. Orrel was there \
already. {B} had the oars across {q} knees.

"You said five," said Orrel.

"It is five," said Vessin. {A} looked at the water, and then {a} looked at {q2}, and {a} saw that Orrel had been crying and had washed {q} face.

Neither of them spoke of it. Vessin took the rope in {p} hands. Orrel watched {p2} do it, and {b} thought that {b} had never seen anybody \
tie so bad a knot. "Let me," {b} said. {B} leaned across and did it {q3}. When {b} sat back, Vessin was laughing at {p3}, without any \
sound, with {p} wet hand over {p} mouth.

"What would you do without me?" said Orrel.

"Drown," said Vessin, and {a} pushed the boat off with {p} foot, and {b} took up the oars and rowed {p2} home.
"""
HE = dict(s="he", o="him", p="his", r="himself")
SHE = dict(s="she", o="her", p="her", r="herself")


def pair(a, b):
    return PAIR.format(A=a["s"].capitalize(), a=a["s"], p=a["p"], p2=a["o"], p3=a["r"], B=b["s"].capitalize(), b=b["s"], q=b["p"], q2=b["o"], q3=b["r"])


def read(marrow, text):
    """-> characters, [((start, end), character)], [((start, start), speaker)]"""
    j, mentions, quotes = reading.read(marrow, text, "SELECT m.start, m.end, c.id FROM mentions m JOIN characters c ON c.n = m.character AND NOT c.passing",
                                       "SELECT q.start, c.id FROM quotes q JOIN characters c ON c.n = q.speaker")
    return {c["id"]: c for c in j["characters"]}, [((s, e), who) for s, e, who in mentions], [((s, s), who) for s, who in quotes]


def same(before, after, moved):
    """share of (span, who) pairs of `before` that stand in `after` at the moved span, each who being the one that mostly stands there. Both ends
    of a span count: in "her father" two mentions begin at one place"""
    there = dict(after)
    votes = {}
    for at, who in before:
        other = there.get(moved(at))
        if other:
            votes.setdefault(who, {}).setdefault(other, 0)
            votes[who][other] += 1
    best = {w: max(v, key=v.get) for w, v in votes.items()}
    return 100 * sum(there.get(moved(at)) == best.get(who) is not None for at, who in before) / max(1, len(before))


def rename(marrow, text, old, new):
    places = [m.start() for m in re.finditer(rf"\b{re.escape(old)}\b", text)]
    changed = re.sub(rf"\b{re.escape(old)}\b", new, text)
    step = len(new) - len(old)

    def moved(span):
        return tuple(at + step * sum(p < at for p in places) for at in span)
    (_, m0, q0), (_, m1, q1) = read(marrow, text), read(marrow, changed)
    print(f"{old} renamed {new}: mentions that stay {same(m0, m1, moved):.1f} %, "
          f"speakers {same(q0, q1, moved):.1f} %")


def join(marrow, text, other):
    (_, m0, _), (_, m1, _) = read(marrow, text), read(marrow, text + "\n\n" + other)
    n = len(text)
    print(f"joined to another: mentions of the first part that stay {same(m0, [m for m in m1 if m[0][0] < n], lambda at: at):.1f} %")


def swap(marrow):
    one, two = pair(HE, SHE), pair(SHE, HE)
    (c0, m0, _), (c1, m1, _) = read(marrow, one), read(marrow, two)
    genders = [{n: next((c["gender"] for c in cs.values() if c["name"] == n), None) for n in ("Vessin", "Orrel")} for cs in (c0, c1)]
    moved = {s: t for (s, _), (t, _) in zip(sorted(m0), sorted(m1))} if len(m0) == len(m1) else {}
    stay = same(m0, m1, lambda at: moved.get(at))
    print(f"he and she swapped: genders {genders[0]} then {genders[1]}, mentions that stay {stay:.1f} % of {len(m0)}")


def main(args):
    marrow = args[args.index("--marrow") + 1] if "--marrow" in args else os.path.join(HERE, "..", "build", "marrow")
    other = args[args.index("--join") + 1] if "--join" in args else None
    files = [a for a in args if a not in ("--marrow", "--join", marrow, other) and "=" not in a]
    if not files:
        return swap(marrow)
    text = open(files[0], encoding="utf-8").read()
    for pair_of in [a for a in args if "=" in a]:
        rename(marrow, text, *pair_of.split("=", 1))
    if other:
        join(marrow, text, open(other, encoding="utf-8").read())


if __name__ == "__main__":
    main(sys.argv[1:])
