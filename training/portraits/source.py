"""Writes the C files that hold what was learnt."""
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REVEAL = os.path.join(ROOT, "src", "reveal")


def weights(name, what, header, array, count, w):
    lines, line = [], "   "
    for v in w:
        cell = " %.4gf," % v if "." in "%.4g" % v or "e" in "%.4g" % v else " %.4g.0f," % v
        if len(line) + len(cell) > 130:
            lines.append(line)
            line = "   "
        line += cell
    lines.append(line)
    with open(os.path.join(REVEAL, name), "w", encoding="utf-8") as f:
        f.write("/* %s: what a mark is worth in telling %s, learnt by training/portraits; not to be edited. */\n" % (name[:-2], what))
        f.write('#include "reveal/%s"\n\n/* clang-format off */\nconst float %s[%s] = {\n' % (header, array, count))
        f.write("\n".join(lines) + "\n};\n/* clang-format on */\n")


def words(chance):
    """chance: (word, kind) -> percent, for the words of data/content_words.tsv"""
    names = {"sexual-content": "SEXUAL"}
    rows = []
    for (word, kind), percent in chance.items():
        rows.append((word.encode(), word, names.get(kind, kind.upper().replace("-", "_")), percent))
    rows.sort()
    path = os.path.join(REVEAL, "content_words.c")
    source = open(path, encoding="utf-8").read()
    head, tail = source.split("words[] = {\n")[0] + "words[] = {\n", "};\n/* clang-format on */" + source.split("};\n/* clang-format on */")[1]
    with open(path, "w", encoding="utf-8") as f:
        f.write(head + "".join('    {"%s", MW_CONTENT_%s, %d},\n' % (w, k, p) for _, w, k, p in rows) + tail)


def listed():
    """(word, kind) of data/content_words.tsv"""
    out = []
    for line in open(os.path.join(REVEAL, "data", "content_words.tsv"), encoding="utf-8"):
        if line[0] != "#":
            kind, ws = line.rstrip("\n").split("\t")
            out += [(w, kind) for w in ws.split()]
    return sorted(set(out))
