"""Persons behind words in corpora that do not annotate coreference as such, for the head that links mentions (training/model.py).

PDNC and the annotated passages name the person behind some words: who speaks, whom a word in a quotation means, who does an act, whose
mind it is. Names that only one person of the text bears stand for that person wherever they are. All these mentions are `old` None
(training/sentence.py): they teach which of the marked words before means the same person, and nothing about words without one before.

From the same annotations the head for doers learns: from the verb of an act, or any word said aloud, to those who do it (speak) and those to whom."""
import ast
import csv
import os
import re
from bisect import bisect_left


I, YOU = set("i me my mine myself".split()), set("you your yours yourself".split())
HE, SHE = set("he him his himself".split()), set("she her hers herself".split())
PERSONAL = I | YOU | HE | SHE | set("they them their theirs themselves we us our ours ourselves it its itself one".split())
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)‘[^‘’]*(?:’\w[^‘’]*)*’(?!\w)")


def put_names(p, of, names, within):
    """of[word] = person at every place of a name (its words -> the person, None: of several), the longest names first; within(word): may it stand here"""
    places, taken = {}, set()
    for i, t in enumerate(p.tokens):
        places.setdefault(t, []).append(i)
    for words, person in sorted(names.items(), key=lambda n: -len(n[0])):
        for i in places.get(words[0], ()):
            here = range(i, i + len(words))
            if tuple(p.tokens[i:i + len(words)]) == words and within(i) and taken.isdisjoint(here):
                taken.update(here)
                if person is not None:
                    of.setdefault(here[-1], person)


def into_sentences(marks, sentences):
    """marks: of passage_mentions or novel_mentions; the sentences hold the text's words in order"""
    of, doers, aloud = marks
    number, at = {}, 0

    def numbers(people):
        return tuple(number.setdefault(x, len(number)) for x in people)
    for s in sentences:
        here = range(at, at + len(s.tokens))
        s.mentions = [(i - at, *numbers([of[i]]), None) for i in here if i in of]
        s.points = [(i - at, numbers(doers[i][0]), numbers(doers[i][1]), doers[i][2]) for i in here if i in doers]
        s.selves = {i - at for i in here if i in of and i in aloud and s.tokens[i - at].lower() in I | YOU}
        at += len(s.tokens)
    return sentences


def names_of(people, words):
    """(person, its names) -> words of a name -> the person who alone bears it, or None"""
    out = {}
    for person, names in people:
        for name in names:
            w = tuple(words(name))
            if w and not (len(w) == 1 and w[0].lower() in PERSONAL):
                out[w] = person if out.get(w, person) == person else None
    return out


# --- GUM ----------------------------------------------------------------------------------------------------------------------------

BEINGS = {"person", "animal", "organization", "place"}


def gum_mentions(doc):
    """doc: sentences of rows of CoNLL-U whose last field has `Entity=` (A. Zeldes, "The GUM corpus", 2017) -> a row of mentions for each sentence.
    The head is the last word of the span's minimal part"""
    number, seen, out = {}, set(), []
    for rows in doc:
        open_, found = [], []
        for i, r in enumerate(rows):
            value = next((x[7:] for x in r[9].split("|") if x.startswith("Entity=")), "")
            for part in re.findall(r"\([^()]+\)?|[^()]*\)", value):
                if part[0] == "(":
                    f = part[1:].rstrip(")").split("-")
                    open_.append((f[0], f[1], i, int(f[5].split(",")[-1]) if len(f) > 5 and f[5].split(",")[-1].isdigit() else 1))
                if part[-1] == ")":
                    name = open_[-1][0] if part[0] == "(" else part[:-1]
                    k = next((k for k in range(len(open_) - 1, -1, -1) if open_[k][0] == name), None)
                    if k is not None:
                        found.append(open_.pop(k))
        heads = {}
        for name, kind, first, head in sorted(found, key=lambda f: f[2]):
            if kind in BEINGS and "[" not in name:
                heads[first + head - 1] = name
        out.append([])
        for head, name in sorted(heads.items()):
            out[-1].append((head, number.setdefault(name, len(number)), name in seen))
            seen.add(name)
    return out


# --- annotated passages -------------------------------------------------------------------------------------------------------------

def passage_mentions(o, p, words):
    """o: an annotated passage, p: its words -> word -> person; word of an act or a speech -> (those who do it, those to whom it is done, is it
    a word said aloud); the words said aloud"""
    of, doers, forms = {}, {}, {x["id"]: {f.lower() for f in x["as"]} for x in o["people"]}
    aloud, starts = set(), [a for a, _ in p.spans]
    for m in QUOTED.finditer(o["text"]):
        aloud.update(range(bisect_left(starts, m.start()), bisect_left(starts, m.end())))
    for row in (*o["acts"], *o["inside"], *o["traits"]):
        at = p.find(row["quote"])
        if at is None:
            continue
        near = [i for i in range(at[0], at[1] + 1) if p.low[i] in PERSONAL]
        subject = next((i for i in near if i < at[0] + 4), None)
        if subject is not None and p.low[subject] in forms.get(row["who"], ()):
            of.setdefault(subject, row["who"])
        whom = [i for i in near if i != subject and p.low[i] in forms.get(row.get("to"), ()) and p.low[i] not in forms.get(row["who"], ())]
        if len(whom) == 1:
            of.setdefault(whom[0], row["to"])
        if "verb" in row:
            found, said = act_words(p, at, words(row["verb"]), aloud)
            doers.update(dict.fromkeys(found, ((row["who"],), (row["to"],) if row["to"] else (), said)))
    put_names(p, of, names_of(((x["id"], x["as"]) for x in o["people"]), words), lambda i: True)
    for group in (I, HE, SHE):
        alone = [x for x, f in forms.items() if f & group]
        if len(alone) == 1:
            for i, t in enumerate(p.low):
                if t in group and i not in aloud:
                    of.setdefault(i, alone[0])
    return of, doers, aloud


def act_words(p, at, verb, aloud):
    """the words of a quoted act that stand for it: its verb; else, where it is what is said in these words, some of them -> (words, are they said)"""
    verb = [v.lower() for v in verb]
    for same in (lambda t: t in verb, lambda t: any(len(v) > 3 and t[:4] == v[:4] for v in verb)):
        found = [i for i in range(at[0], at[1] + 1) if same(p.low[i])]
        if found:
            return found[:1], False
    return [i for i in range(at[0], at[1] + 1) if i in aloud and p.low[i].isalpha()][:8], True


# --- PDNC ---------------------------------------------------------------------------------------------------------------------------

def novel_mentions(folder, p, words):
    """folder: of a novel in PDNC, p: its words -> as passage_mentions"""
    of, doers, spoken, starts = {}, {}, set(), [a for a, _ in p.spans]
    at = lambda a, z: range(bisect_left(starts, a), bisect_left(starts, z))
    for r in csv.DictReader(open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8")):
        spans, aloud = ast.literal_eval(r["quoteByteSpans"]), []
        for a, z in spans:
            aloud += at(a, z)
        spoken.update(aloud)
        for places, who in zip(ast.literal_eval(r["mentionSpansList"]), ast.literal_eval(r["mentionEntitiesList"])):
            for (a, z), people in zip(places, who):
                inner = at(a, z)
                if len(people) == 1 and not people[0].startswith("_") and inner:
                    of.setdefault(inner[-1], people[0])
        hearers = ast.literal_eval(r["addressees"])
        for who, group in ((r["speaker"], I), (hearers[0] if len(hearers) == 1 else "_", YOU)):
            if not who.startswith("_"):
                for i in aloud:
                    if p.low[i] in group:
                        of.setdefault(i, who)
        put_cue(p, of, r, aloud, words)
        if not r["speaker"].startswith("_"):
            doers.update(dict.fromkeys([i for i in aloud if p.low[i].isalpha()], ((r["speaker"],), tuple(h for h in hearers if not h.startswith("_")), True)))
    people = csv.DictReader(open(os.path.join(folder, "character_info.csv"), encoding="utf-8"))
    names = names_of(((c["Main Name"], [n for n in ast.literal_eval(c["Aliases"]) if n[:1].isupper()]) for c in people), words)
    put_names(p, of, names, lambda i: i not in spoken)
    return of, doers, spoken


def put_cue(p, of, row, aloud, words):
    """the he or she of a cue, "said he", close to its quotation, is the speaker"""
    cue = [w.lower() for w in words(row["referringExpression"] or "")]
    subject = [w for w in cue if w in ("he", "she", "i")]
    if len(subject) != 1 or not aloud or row["speaker"].startswith("_") or len(cue) > 4:
        return
    inside = set(aloud)
    for i in (i for i in range(max(0, aloud[0] - 8), min(len(p.tokens) - len(cue), aloud[-1] + 8)) if i not in inside):
        if p.low[i:i + len(cue)] == cue:
            of.setdefault(i + cue.index(subject[0]), row["speaker"])
            return
