"""The Project Dialogism Novel Corpus: the people of a novel and who says which quotation.

A folder a novel: novel_text.txt, character_info.csv, quotation_info.csv."""
import ast
import csv
import os
import re
from dataclasses import dataclass


@dataclass
class Person:
    name: str
    aliases: list       # with the name, sorted
    gender: str         # "male", "female" or ""


@dataclass
class Quotation:
    spans: list         # [start, end) in code points of the text, a pair a part
    speaker: str        # the name of a Person, or what stands there when it is nobody of the list


def plain(name):
    """a name without what printing does to it: case, kind of apostrophe, line breaks"""
    return " ".join(name.replace("\u2019", "'").lower().split())


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f)


def listed(cell):
    """the strings of a cell that holds a Python set or list, or one name"""
    cell = cell.strip()
    return list(ast.literal_eval(cell)) if cell[:1] in ("{", "[") else [cell]


def people(folder):
    out = []
    for row in rows(folder, "character_info.csv"):
        names = [row["Main Name"], *listed(row["Aliases"])]
        names += [n.split(" - ")[0] for n in names]         # "NAME - Story": a person of a tale within the novel
        aliases = sorted({n.strip() for n in names} - {""})
        out.append(Person(row["Main Name"], aliases, {"M": "male", "F": "female"}.get(row["Gender"], "")))
    return out


def quotations(folder, persons):
    bearer = {}             # some novels give a speaker by an alias
    for names in ([[p.name] for p in persons], [p.aliases for p in persons]):
        for p, some in zip(persons, names):
            for n in some:
                bearer.setdefault(n, p.name)
    loose = {}
    for n, name in bearer.items():
        loose.setdefault(plain(n), name)
    out = []
    for row in rows(folder, "quotation_info.csv"):
        who = row["speaker"]
        out.append(Quotation(ast.literal_eval(row["quoteByteSpans"]), bearer.get(who) or loose.get(plain(who), who)))
    return out


def is_person(names, person):
    """Is a character of ours, given by its name and then its aliases, that person? It is when its name is one of theirs, or when most of
    its proper names are: a cast that joined two people must not count as both."""
    theirs = {plain(a) for a in person.aliases}
    if plain(names[0]) in theirs:
        return True
    proper = [plain(n) for n in names if re.match("[^\\W\\d_]", n) and n[0].isupper()]
    return 2 * sum(n in theirs for n in proper) > len(proper)


def write_given(folder, characters, quotes):
    """the lists of a novel as marrow takes them (--characters, --quotes)"""
    persons = people(folder)
    with open(characters, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow(["name", "aliases", "gender"])
        table.writerows([p.name, "|".join(p.aliases), p.gender] for p in persons)
    with open(quotes, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f)
        table.writerow(["start", "end"])
        table.writerows(span for q in quotations(folder, persons) for span in q.spans)
