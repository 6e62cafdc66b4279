"""Derives from WordNet's own files what marrow asks about adjectives, and writes src/reveal/adjectives.c.

    python3 -m training.wordnet --dict FOLDER        FOLDER holds data.adj, data.noun, index.adj, cntlist.rev (Debian: wordnet-base)

Of each adjective that the counted texts of WordNet use, or that stands near one of the seeds: the lexicographer files of the nouns that it
is an attribute of or derived with (attribute, feeling, state, thought, body), a valence spread from src/reveal/data/valence_seeds.tsv along
similarity (same) and antonymy (opposite), and its group: clusters that are antonyms bear one number with opposite signs."""
import argparse
import os
from collections import defaultdict

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ATTRIBUTE, FEELING, STATE, THOUGHT, BODY = 1, 2, 4, 8, 16
FILES = {7: ATTRIBUTE, 12: FEELING, 26: STATE, 9: THOUGHT, 8: BODY}     # lexnames(5WN)
HEADER = """/* adjectives: what WordNet tells of adjectives: see adjectives.h. Written by training/wordnet.py from WordNet 3.0 (Princeton University,
 * WordNet licence, see NOTICE) and src/reveal/data/valence_seeds.tsv; not to be edited. */
#include "reveal/adjectives.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const mw_adjective adjectives[] = {
"""
FOOTER = """};
/* clang-format on */

static int compare(const void *key, const void *entry) { return mw_order(key, ((const mw_adjective *)entry)->word); }

const mw_adjective *mw_adjective_lookup(const char *lemma) {
    return bsearch(lemma, adjectives, sizeof adjectives / sizeof *adjectives, sizeof *adjectives, compare);
}
"""


class Synset:
    def __init__(self, line):
        data = line.split(" | ")[0].split()
        self.at, self.file = data[0], int(data[1])
        n = int(data[3], 16)
        self.words = [data[4 + 2 * i].split("(")[0].lower() for i in range(n)]
        i = 4 + 2 * n
        self.pointers = [tuple(data[i + 1 + 4 * k:i + 5 + 4 * k]) for k in range(int(data[i]))]

    def to(self, symbol):
        return [(p[1], p[2]) for p in self.pointers if p[0] == symbol]


def synsets(path):
    with open(path, encoding="latin-1") as f:
        return {s.at: s for s in (Synset(l) for l in f if not l.startswith(" "))}


def senses(path):
    """word -> synsets, commonest first"""
    out = {}
    with open(path, encoding="latin-1") as f:
        for l in f:
            if not l.startswith(" "):
                p = l.split()
                out[p[0]] = (p[-int(p[2]):], int(p[5 + int(p[3]) - 0]) if p[5 + int(p[3]) - 0].isdigit() else 0)
    return out


def classes(s, adj, noun):
    """of a synset: its own nouns, and those of the head of its cluster"""
    heads = [s] + [adj[a] for a, pos in s.to("&") if a in adj]
    found = 0
    for h in heads:
        for at, pos in h.to("="):
            found |= FILES.get(noun[at].file, 0)
    for at, pos in s.to("+"):
        if pos == "n":
            found |= FILES.get(noun[at].file, 0)
    return found


def spread(adj, index, seeds):
    value = defaultdict(float)
    for word, sign in seeds.items():
        for at in index.get(word, ([], 0))[0][:2]:
            value[at] += sign
    fixed = dict(value)
    for _ in range(3):
        new = defaultdict(float)
        for at, v in value.items():
            for to, _ in adj[at].to("&"):
                new[to] += 0.5 * v
            for to, _ in adj[at].to("!"):
                new[to] -= 0.5 * v
        for at, v in new.items():
            value[at] = max(-1.0, min(1.0, fixed[at] if at in fixed else v))
    return value


def groups(adj):
    """synset -> number; antonyms have opposite signs; satellites have their head's"""
    number, next_ = {}, 1
    for s in adj.values():
        for to, _ in s.to("!"):
            if s.at not in number and to in adj and to not in number:
                number[s.at], number[to] = next_, -next_
                next_ += 1
    for s in adj.values():
        if s.at not in number:
            for to, _ in s.to("&"):
                if to in number:
                    number.setdefault(s.at, number[to])
    return number


def counted(path):
    """adjectives that WordNet's counted texts use"""
    with open(path, encoding="latin-1") as f:
        return {l.split("%")[0] for l in f if l.split()[0].split("%")[1][0] in "35"}


def seeds(path):
    out = {}
    with open(path, encoding="utf-8") as f:
        for l in f:
            if l[0] in "+-":
                out.update({w: 1.0 if l[0] == "+" else -1.0 for w in l[1:].split()})
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    ap.add_argument("--dict", default="/usr/share/wordnet")
    ap.add_argument("--out", default=os.path.join(ROOT, "src", "reveal", "adjectives.c"))
    a = ap.parse_args()
    adj, noun = synsets(os.path.join(a.dict, "data.adj")), synsets(os.path.join(a.dict, "data.noun"))
    index = senses(os.path.join(a.dict, "index.adj"))
    value = spread(adj, index, seeds(os.path.join(ROOT, "src", "reveal", "data", "valence_seeds.tsv")))
    number, common = groups(adj), counted(os.path.join(a.dict, "cntlist.rev"))
    rows = []
    for word, (ats, _) in index.items():
        if "_" in word or not word.replace("-", "").isalpha():
            continue
        v = sum(value[at] / (i + 1) for i, at in enumerate(ats[:2]) if at in value)
        if word not in common and abs(v) < 0.5:
            continue
        c = 0
        for at in ats[:2]:
            c |= classes(adj[at], adj, noun)
        rows.append((word, c, max(-2, min(2, round(2 * v))), number.get(ats[0], 0)))
    rows.sort(key=lambda r: r[0].encode())
    with open(a.out, "w", encoding="utf-8") as f:
        f.write(HEADER)
        line = "   "
        for r in rows:
            cell = ' {"%s", %d, %d, %d},' % r
            if len(line) + len(cell) > 138:
                f.write(line + "\n")
                line = "   "
            line += cell
        f.write(line + "\n" + FOOTER)
    print(len(rows), "adjectives")


if __name__ == "__main__":
    main()
