"""Dumps of build/marrow_portraits, each row with what the annotation says of it."""
import json
import re
from collections import defaultdict

PRONOUNS = set("i me my mine myself we us our you your yours he him his himself she her hers herself it its they them their thou thee thy".split())
LEFT = {"child": "parent", "employee": "employer", "pupil": "teacher", "lodger": "landlord", "patient": "doctor", "attacker": "victim",
        "ward": "guardian"}
DIRECTED = set(LEFT.values())
QUOTES = {c: "['\u2019\u2018]" for c in "'\u2019\u2018"} | {c: '["\u201c\u201d]' for c in '"\u201c\u201d'}


def plain(s):
    return re.sub(r"\s+", " ", s.strip().lower().replace("\u2019", "'").replace("\u2018", "'"))


def find(text, quote):
    words = [w.replace("_", "") for w in quote.split()]
    m = re.search(r"_*\s+_*".join("_*".join(QUOTES.get(c, re.escape(c)) for c in w) for w in words if w), text)
    return m.span() if m else None


def over(a, b):
    return a is not None and b is not None and min(a[1], b[1]) > max(a[0], b[0])


def fact(a, b, kind):
    """one form for both directions"""
    if kind in LEFT:
        a, b, kind = b, a, LEFT[kind]
    return (a, b, kind) if kind in DIRECTED else (min(a, b), max(a, b), kind)


class Passage:
    def __init__(self):
        self.text, self.people, self.mentions = "", {}, []
        self.traits, self.ties, self.content, self.words = [], [], [], []       # ours: dicts
        self.places = []        # nouns of relation: the pairs that each may mean
        self.gold_traits, self.gold_facts, self.gold_content = [], [], []


def marks(cells):
    return {int(k): float(v) for k, v in (c.split(":") for c in cells)}


def read(path):
    """dump -> name of the story -> Passage"""
    out = {}
    for line in open(path, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if c[0] == "story":
            p = out[c[1].rsplit("/", 1)[-1].rsplit(".", 1)[0]] = Passage()     # of two dumps of a story the later stands
        elif c[0] == "text":
            p.text = c[1].replace("\x1e", "\n").replace("\x1f", "\t")
        elif c[0] == "person":
            p.people[int(c[1])] = c[2:]
        elif c[0] == "mention":
            p.mentions.append(tuple(map(int, c[1:4])))
        elif c[0] == "trait":
            p.traits.append({"who": int(c[1]), "span": (int(c[2]), int(c[3])), "marks": marks(c[6:])})
        elif c[0] == "tie":
            p.ties.append({"a": int(c[1]), "b": int(c[2]), "type": c[3], "way": c[4], "marks": marks(c[10:])})
        elif c[0] == "place":
            p.places.append({"noun": c[1], "type": c[2], "way": c[3], "pairs": []})
        elif c[0] == "pair":
            p.places[-1]["pairs"].append({"a": int(c[1]), "b": int(c[2]), "marks": marks(c[3:])})
        elif c[0] == "word":
            p.words.append({"kind": c[1], "sentence": int(c[2]), "word": c[3], "lemma": c[4], "span": (int(c[5]), int(c[6]))})
        elif c[0] == "content":
            p.content.append({"kind": c[1], "sentence": int(c[2]), "span": (int(c[3]), int(c[4])), "marks": marks(c[5:])})
    return out


def persons(gold, p):
    """our character -> the gold person whose forms most of its mentions bear, as the scorer has it"""
    form, vote = defaultdict(list), defaultdict(lambda: defaultdict(float))
    for g in gold["people"]:
        for f in g["as"]:
            form[plain(f)].append(g["id"])
    for start, end, who in p.mentions:
        t = plain(p.text[start:end])
        for g in form.get(t, []):
            vote[who][g] += (1 if t in PRONOUNS else 5) / len(form[t])
    for who, names in p.people.items():
        for n in names:
            for g in form.get(plain(n), []):
                vote[who][g] += 5
    return {who: max(v, key=v.get) for who, v in vote.items()}


def label(passages, path):
    gold = {g["id"]: g for g in map(json.loads, open(path, encoding="utf-8"))}
    for name, p in passages.items():
        g = gold[name]
        who = persons(g, p)
        p.gold_traits = [(t["who"], find(p.text, t["quote"])) for t in g["traits"]]
        p.gold_facts = {fact(r["a"], r["b"], r["type"]) for r in g["relations"]}
        p.gold_content = [(c["kind"], find(p.text, c["quote"])) for c in g["content"]]
        for t in p.traits:
            t["right"] = {i for i, (w, s) in enumerate(p.gold_traits) if w == who.get(t["who"]) and over(s, t["span"])}
        for t in p.ties:
            t["fact"] = fact(who.get(t["a"], "?%d" % t["a"]), who.get(t["b"], "?%d" % t["b"]), t["type"])
            t["right"] = {t["fact"]} & p.gold_facts
        for place in p.places:
            for t in place["pairs"]:
                t["right"] = fact(who.get(t["a"], "?%d" % t["a"]), who.get(t["b"], "?%d" % t["b"]), place["type"]) in p.gold_facts
        for c in p.content + p.words:
            c["right"] = {i for i, (k, s) in enumerate(p.gold_content) if k == c["kind"] and over(s, (c["span"][0] - 20, c["span"][1] + 20))}
    return passages
