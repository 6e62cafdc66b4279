#!/usr/bin/env python3
"""Makes ../lexicon_tables.inc of verbs.txt and words.txt: sorted C tables; a word named on several lines gets all they say."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
FLAG = {"s": 1, "a": 2, "m": 4, "f": 8, "o": 16, "c": 32, "t": 64, "x": 128, "l": 256, "g": 512, "z": 1024, "e": 2048, "r": 4096}


def lines(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                head, words = line.split(":")
                yield head.split(), words.split()


def verbs():
    rows = {}
    for head, words in lines("verbs.txt"):
        deed, mind, flags = head[0], head[1], sum(FLAG[c] for c in (head[2] if len(head) > 2 else ""))
        for w in words:
            if "_" in w:
                continue
            row = rows.setdefault(w, ["other", "-", 0])
            if row[0] == "other":
                row[0] = deed
            if row[1] == "-":
                row[1] = mind
            row[2] |= flags
    return rows


def main():
    with open(os.path.join(HERE, "..", "lexicon_tables.inc"), "w", encoding="utf-8") as out:
        out.write("/* Made by data/compile.py of data/verbs.txt and data/words.txt. */\n/* clang-format off */\n")
        out.write("static const mw_verb_word verb_words[] = {\n")
        for w, (deed, mind, flags) in sorted(verbs().items()):
            m = "NONE" if mind == "-" else mind.upper()
            out.write(f'    {{"{w}", MW_DEED_{deed.upper()}, MW_MIND_{m}, {flags}}},\n')
        out.write("};\n")
        tables = {}
        for head, words in lines("words.txt"):
            for w in words:
                if "_" in w:
                    continue
                tables.setdefault(head[0], {}).setdefault(w, head[1] if len(head) > 1 else "")
        for name, rows in sorted(tables.items()):
            out.write(f"static const word_value {name}_words[] = {{\n")
            for w, v in sorted(rows.items()):
                value = f"MW_DEED_{v.upper()}" if name == "deed" else f"MW_MIND_{v.upper()}" if v else "1"
                out.write(f'    {{"{w}", {value}}},\n')
            out.write("};\n")
        out.write("/* clang-format on */\n")


main()
