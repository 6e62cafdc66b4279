"""The passages' people as more to learn from: whom he and she mean, where an annotation tells. A name or description that is one person's
form; the subject of an annotated act is who does it, its object whom it is done to; the one subject of an inside view is whose it is.
Everything else is unknown: candidates of which nothing is known are left out, and nobody is never learnt here."""
import json
import os
import re

import numpy as np

from .source import Document

SUBJECT, OBJECT = 1, 2      # mw_role
HE = 0                      # mw_anaphor


def squeeze(text):
    """text without white space, and where each of its characters stands in the text"""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in at), at


class Places:
    def __init__(self, text):
        self.text, self.at = squeeze(text)

    def find(self, quote):
        q = squeeze(quote)[0]
        i = self.text.find(q) if q else -1
        return (self.at[i], self.at[i + len(q) - 1] + 1) if i >= 0 and self.text.find(q, i + 1) < 0 else None


def stem(word):
    return re.sub(r"[^a-z]", "", word.lower())[:4]


def means(doc, text, passage):
    """for each mention the person that it surely means, or None"""
    forms = {}
    for p in passage["people"]:
        for f in p["as"]:
            forms.setdefault(f.lower(), set()).add(p["id"])
    out = []
    for m in doc.mentions:
        who = forms.get(text[m[2]:m[3]].lower().strip(), ()) if m[5] < 2 else ()
        out.append(next(iter(who)) if len(who) == 1 else None)
    places = Places(text)

    def inside(quote, role):
        span = places.find(quote)
        return [i for i, m in enumerate(doc.mentions) if span and span[0] <= m[2] and m[3] <= span[1] and m[7] == role and m[6] in (0, 3)]

    def put(i, who):
        if doc.mentions[i][5] == 2 and isinstance(who, str):
            out[i] = who if out[i] in (None, who) else None
    for a in passage["acts"]:
        verb = stem(a["verb"].split()[0]) if a["verb"].split() else ""
        for role, who in ((SUBJECT, a["who"]), (OBJECT, a["to"])):
            all_of = inside(a["quote"], role)
            fit = [i for i in all_of if verb and stem(text[doc.mentions[i][8]:doc.mentions[i][8] + 12].split(" ")[0]) == verb]
            if len(fit) == 1 or (role == SUBJECT and len(all_of) == 1):
                put((fit or all_of)[0], who)
    for v in passage["inside"]:
        subjects = inside(v["quote"], SUBJECT)
        if len(subjects) == 1 and v["kind"] != "free":
            put(subjects[0], v["who"])
    return out


def choices(doc, known):
    """(class, candidates, which are right) of he and she"""
    of = {}
    for i, m in enumerate(doc.mentions):
        of.setdefault(m[4], []).append(i)
    for mention, cl, candidates in doc.choices:
        if cl != HE or known[mention] is None:
            continue
        kept, good = [], []
        for c in candidates[:-1]:
            seen = [known[i] for i in of.get(c[0], []) if i < mention and known[i] is not None][-8:]
            if seen:
                kept.append(c)
                good.append(2 * sum(x == known[mention] for x in seen) >= len(seen))
        if any(good) and not all(good):
            yield cl, kept + [candidates[-1]], np.array(good + [False])


def rows(dumps, passages):
    for line in open(passages, encoding="utf-8"):
        p = json.loads(line)
        path = os.path.join(dumps, p["id"] + ".txt")
        if os.path.exists(path):
            doc = Document(path)
            text = open(path[:-4] + ".text", encoding="utf-8").read()
            yield from choices(doc, means(doc, text, p))
