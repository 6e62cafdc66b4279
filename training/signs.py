"""Signs: labels of a word for what a story reveals, for discourse, speech and reviews; how the annotations become labels of words.

A group is a list of labels; one that begins with PREFIX.O is decided by softmax, the labels of all others stand each for
itself. The order is that of the model's files (`signs.labels`, `review.labels`); src/tag/tag.h lists the names."""
import ast
import csv
import glob
import json
import os
import re

from . import mentions, paths
from .sentence import IGNORE, Sentence, split_clitics

RELATIONS = ("parent-child sibling spouse lover suitor friend rival employer-employee teacher-pupil landlord-lodger doctor-patient neighbour "
             "colleague guardian-ward aunt-uncle kin-other attacker-victim").split()
CONTENT = ("violence death suicide self-harm child-abuse domestic-abuse sexual-content sexual-violence nudity alcohol drugs animal-harm illness "
           "mental-illness slavery-racism war swearing").split()
ASPECTS = "direction acting characters plot pacing ending cinematography music dialogue theme overall".split()
ROLES = "director writer author cinematographer composer producer editor actor".split()
THREADS = "question promise plan threat secret object absence".split()
DISCOURSE = "cause result purpose explanation condition concession".split()


def group(prefix, labels):
    return [prefix + ".O"] + [f"{prefix}.{x}" for x in labels]


SIGNS = {"inside": group("inside", "perceive think feel want free".split()), "act": ["act"], "key": ["key"], "real": ["real"],
         "why": group("why", ("told", "hinted")), "reason": group("reason", "purpose cause feeling belief said".split()),
         "ripple": group("ripple", ("act", "feeling", "state")), "trait": ["trait"], "relation": group("relation", RELATIONS),
         "thread": group("thread", THREADS), "content": group("content", CONTENT), "shown": ["shown"],
         "discourse": group("discourse", DISCOURSE), "spoken": ["spoken"], "cue": ["cue"]}
REVIEW = {"plot": ["role.plot"], "opinion": ["role.opinion"], "fact": ["role.fact"], "thesis": ["thesis"], "withheld": ["withheld"],
          "conceded": ["conceded"], "aspect": group("aspect", ASPECTS), "polarity": group("polarity", ("+", "-", "±")),
          "name": group("name", [*ROLES, "character", "work", "other-work"])}
GROUPS = {**SIGNS, **REVIEW}
# weight of a group's loss; the rare ones that stand on few words count more
WEIGHTS = {"inside": 1.0, "act": 1.0, "key": 0.5, "real": 0.5, "why": 0.7, "reason": 0.8, "ripple": 0.7, "trait": 0.7, "relation": 0.7, "thread": 0.7,
           "content": 0.5, "shown": 0.2, "discourse": 0.4, "spoken": 0.3, "cue": 0.2, "plot": 0.3, "opinion": 0.3, "fact": 0.3, "thesis": 0.3, "withheld": 0.4,
           "conceded": 0.2, "aspect": 0.6, "polarity": 0.4, "name": 0.5}
MODES = ("scene", "summary", "description", "reflection")
LAPSES = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "none")
INVERSE = {"parent": "parent-child", "child": "parent-child", "employer": "employer-employee", "employee": "employer-employee", "teacher": "teacher-pupil",
           "pupil": "teacher-pupil", "landlord": "landlord-lodger", "lodger": "landlord-lodger", "doctor": "doctor-patient", "patient": "doctor-patient",
           "guardian": "guardian-ward", "ward": "guardian-ward", "victim": "attacker-victim", "attacker": "attacker-victim"}


def label(g, name):
    return GROUPS[g].index(name)


# --- text to words --------------------------------------------------------------------------------------------------------------

WORD = re.compile(r"\w+(?:['’]\w+)?|--+|\.\.\.+|[^\w\s]")
STOP = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s+["'“‘(\[—-]*[A-Z“"])|\n\s*\n""")
TITLES = set("mr mrs ms dr st rev col capt gen lieut sgt prof hon messrs mme mlle".split())


def words(text):
    """-> [(start, end)] of the words of a text, contractions split as a treebank has them"""
    out = []
    for m in WORD.finditer(text):
        at = m.start()
        for part in split_clitics([m.group()]):
            out.append((at, at + len(part)))
            at += len(part)
    return out


def sentence_cuts(text):
    """offsets behind which a sentence begins, by punctuation; -> [(offset, a paragraph begins there)]"""
    cuts = []
    for m in STOP.finditer(text):
        before = re.search(r"(\w+)$", text[max(0, m.start() - 20):m.start()])
        if m.group().strip() == "." and before and (before.group().lower() in TITLES or len(before.group()) == 1):
            continue
        cuts.append((m.end(), not m.group().strip()))
    return cuts


def cut(text):
    """the words of a text"""
    return [text[a:z] for a, z in words(text)]


class Passage:
    """a text cut into words and sentences, with labels of words by group"""

    def __init__(self, text, groups=()):
        self.text, self.spans = text, words(text)
        self.tokens = [text[a:z] for a, z in self.spans]
        self.low = [t.lower() for t in self.tokens]
        self.labels = {g: [0] * len(self.tokens) for g in groups}

    def find(self, quote):
        """first and last word of a quotation, white space aside, or None; what is quoted nearly is found by its ends"""
        q = [quote[a:z].lower() for a, z in words(quote)]
        if not q:
            return None
        for n in range(len(self.low) - len(q) + 1):
            if self.low[n] == q[0] and self.low[n:n + len(q)] == q:
                return n, n + len(q) - 1
        for k in (4, 3):
            if len(q) < 2 * k:
                continue
            a = next((n for n in range(len(self.low)) if self.low[n:n + k] == q[:k]), None)
            z = next((n for n in range(len(self.low)) if self.low[n:n + k] == q[-k:]), None)
            if a is not None and z is not None and a < z < a + 2 * len(q):
                return a, z + k - 1
        return None

    def put(self, g, quote, value):
        at = self.find(quote)
        if at:
            self.labels[g][at[0]:at[1] + 1] = [value] * (at[1] + 1 - at[0])
        return at

    def sentences(self, **more):
        """-> Sentences; more: fields of all of them"""
        cuts, out, first, block = sentence_cuts(self.text), [], 0, True
        for end, para in [*cuts, (len(self.text) + 1, True)]:
            last = first
            while last < len(self.spans) and self.spans[last][0] < end:
                last += 1
            if last > first:
                out.append(Sentence(self.tokens[first:last], block, signs={g: row[first:last] for g, row in self.labels.items()}, **more))
                first, block = last, False
            block = block or para
        return out


def put_acts(p, acts):
    """labels on the words that tell an act (a speech may be one); key, real and why are learnt on those alone"""
    for g in ("key", "real", "why"):
        p.labels[g] = [IGNORE] * len(p.tokens)
    for a in acts:
        p.put("act", a["quote"], 1)
        if "real" in a:
            p.put("real", a["quote"], int(a["real"]))
            p.put("key", a["quote"], int(a["key"]))
            p.put("why", a["quote"], label("why", "why." + a["why"]["status"]) if a["why"] else 0)


# --- passages -------------------------------------------------------------------------------------------------------------------

PASSAGE_GROUPS = "inside act key real why reason ripple trait relation thread content shown".split()


def passage(o):
    """an annotated passage of fiction -> Sentences"""
    p = Passage(o["text"], PASSAGE_GROUPS)
    for i in o["inside"]:
        p.put("inside", i["quote"], label("inside", "inside." + i["kind"]))
    put_acts(p, o["acts"])
    for a in o["acts"]:
        if a["why"]:
            p.put("reason", a["why"]["quote"], label("reason", "reason." + a["why"]["kind"]))
    for r in o["ripples"]:
        p.put("ripple", r["quote"], label("ripple", "ripple." + r["kind"]))
    for t in o["traits"]:
        p.put("trait", t["quote"], 1)
    put_relations(p, o["relations"])
    for t in o["threads"]:
        p.put("thread", t["quote"], label("thread", "thread." + t["kind"]))
    p.labels["shown"] = [IGNORE] * len(p.tokens)
    for c in o["content"]:
        p.put("content", c["quote"], label("content", "content." + c["kind"]))
        p.put("shown", c["quote"], int(c["level"] == "shown"))
    told = o["mode"] != "none"
    tone = (MODES.index(o["mode"]) if told else IGNORE, LAPSES.index(o["span"]) if o["span"] in LAPSES else IGNORE, o["valence"], o["tension"])
    return mentions.into_sentences(mentions.passage_mentions(o, p, cut), p.sentences(tone=tone if told else None))


def put_relations(p, relations):
    for r in relations:
        p.put("relation", r["quote"], label("relation", "relation." + INVERSE.get(r["type"], r["type"])))


def json_lines(*path):
    return [json.loads(l) for l in open(paths.data(*path), encoding="utf-8")]


def passages(split):
    return [passage(o) for o in json_lines("passages", split + ".jsonl")]


# --- reviews ---------------------------------------------------------------------------------------------------------------------

REVIEW_GROUPS = [*REVIEW, "act", "key", "real", "why", "trait", "relation", "content"]


def whole_names(p, name, value):
    """every place of a name in a review, and of its last word"""
    parts = [t for t in (name[a:z].lower() for a, z in words(name)) if t]
    for n in range(len(p.low)):
        for q in (parts, parts[-1:]):
            if q and p.low[n:n + len(q)] == q and p.tokens[n][:1].isupper():
                p.labels["name"][n:n + len(q)] = [value] * len(q)
                break


def review(o):
    """an annotated review -> Sentences"""
    p, s = Passage(o["text"], REVIEW_GROUPS), o["sheet"]
    put_acts(p, s["acts"])
    for t in s["traits"] + s["occupations"]:
        p.put("trait", t["quote"], 1)
    put_relations(p, s["relations"])
    for c in s["content"]:
        p.put("content", c["quote"], label("content", "content." + c["kind"]))
    p.labels["aspect"] = [0] * len(p.tokens)
    p.labels["polarity"] = [0] * len(p.tokens)
    for x in s["opinion"]:
        p.put("aspect", x["quote"], label("aspect", "aspect." + x["aspect"]))
        at = p.put("polarity", x["quote"], label("polarity", "polarity." + x["polarity"]))
        if at:
            first = p.low[at[0]:at[0] + 2] + p.low[max(0, at[0] - 1):at[0]]
            conceded = x.get("conceded", any(w in ("though", "although", "while", "even", "despite", "granted", "admittedly") for w in first))
            p.labels["conceded"][at[0]:at[1] + 1] = [int(conceded)] * (at[1] + 1 - at[0])
    for x in s["withheld"]:
        p.put("withheld", x["quote"], 1)
    if s["thesis"]:
        p.put("thesis", s["thesis"], 1)
    for c in s["cast"]:
        if c["character"]:
            whole_names(p, c["character"], label("name", "name.character"))
    for c in s["characters"]:
        if c["name"][:1].isupper():
            whole_names(p, c["name"], label("name", "name.character"))
    for c in s["cast"]:
        if c["performer"]:
            whole_names(p, c["performer"], label("name", "name.actor"))
    for c in s["credits"]:
        if c["person"]:
            whole_names(p, c["person"], label("name", "name." + c["role"]))
    for x in s["other_works"]:
        whole_title(p, x["title"], label("name", "name.other-work"))
    if s["work"]["title"]:
        whole_title(p, s["work"]["title"], label("name", "name.work"))
    put_roles(p, s["sentences"])
    return p.sentences()


def whole_title(p, title, value):
    parts = [title[a:z].lower() for a, z in words(title)]
    for n in range(len(p.low) - len(parts) + 1):
        if parts and p.low[n:n + len(parts)] == parts:
            p.labels["name"][n:n + len(parts)] = [value] * len(parts)


def put_roles(p, sentences):
    """a sentence is annotated by its first words: its role holds as far as the next one's"""
    at, marks = 0, []
    for s in sentences:
        q = [t.lower() for t in (s["quote"][a:z] for a, z in words(s["quote"]))]
        n = next((n for n in range(at, len(p.low)) if q and p.low[n:n + len(q)] == q), None)
        if n is not None:
            marks.append((n, s["role"]))
            at = n + 1
    for g in ("plot", "opinion", "fact"):
        p.labels[g] = [IGNORE] * len(p.tokens)
    for (n, role), (end, _) in zip(marks, marks[1:] + [(len(p.tokens), None)]):
        for g in ("plot", "opinion", "fact"):
            p.labels[g][n:end] = [int(role == g or role == "both" and g != "fact")] * (end - n)


def reviews(split):
    return [review(o) for o in json_lines("reviews-made", split + ".jsonl")]


# --- discourse ------------------------------------------------------------------------------------------------------------------

def discourse_of(relation):
    """a label of GUM's discourse trees -> one of DISCOURSE, or None. The label stands on the unit that gives the cause (result …) of another"""
    kind = relation.rsplit("_", 1)[0]
    by = {"causal-cause": "cause", "causal-result": "result", "purpose-goal": "purpose", "purpose-attribute": "purpose",
          "explanation-evidence": "explanation", "explanation-justify": "explanation", "explanation-motivation": "explanation",
          "contingency-condition": "condition", "adversative-concession": "concession"}
    return by.get(kind)


def trees(split):
    """GUM's discourse trees (A. Zeldes and others; rst/) -> documents"""
    out = []
    for path in sorted(glob.glob(paths.data("rst", split, "*.rsd"))):
        doc, number = [], None
        for line in open(path, encoding="utf-8"):
            c = line.rstrip("\n").split("\t")
            if len(c) < 8:
                continue
            tokens = c[1].split()
            kind = discourse_of(c[7])
            row = [label("discourse", "discourse." + kind) if kind else 0] * len(tokens)
            sid = re.search(r"sid=(\d+)", c[5])
            sid = sid and sid.group(1)
            if sid is None or sid != number:
                doc.append(Sentence([], "para=" in c[5] or "heading=" in c[5], signs={"discourse": []}))
                number = sid
            doc[-1].tokens += tokens
            doc[-1].signs["discourse"] += row
        out.append([s for s in doc if s.tokens])
    return out


ARGUMENT = re.compile(r"(</?(?:ARG0|ARG1|SIG\d)>)")


def causal_news(split):
    """the Causal News Corpus (F. A. Tan and others 2022): words that give a cause, or a purpose where the signal says so -> sentences"""
    out = []
    for r in csv.DictReader(open(paths.data("causal-news", split + "_subtask2_grouped.csv"), encoding="utf-8-sig")):
        pairs = ast.literal_eval(r["causal_text_w_pairs"])
        p = Passage(r["text"], ["discourse"])
        for pair in pairs:
            inside, text, signal = [], "", ""
            spans = {}
            for part in ARGUMENT.split(pair):
                if ARGUMENT.fullmatch(part):
                    tag = part.strip("</>")
                    if part.startswith("</"):
                        inside.remove(tag)
                    else:
                        inside.append(tag)
                        spans.setdefault(tag, "")
                else:
                    for tag in inside:
                        spans[tag] = spans.get(tag, "") + part
                    text += part
            signal = " ".join(v.lower().strip() for k, v in spans.items() if k.startswith("SIG"))
            kind = "purpose" if re.match(r"(in order )?to\b|so that|so as", signal) else "cause"
            if spans.get("ARG0"):
                p.put("discourse", spans["ARG0"], label("discourse", "discourse." + kind))
        out += p.sentences()
    return out


# --- speech ---------------------------------------------------------------------------------------------------------------------

MARKS = set('"“”‘’`«»') | {"``", "''"}
NO_CUE = set("the a an he she they i it we you his her their my mr mrs miss sir lady dr".split())


def cue_word(expression):
    """the word of a referring expression ("said Mary", "his father answered") that brings in the speech, or None"""
    t = [expression[a:z] for a, z in words(expression)]
    t = [w for w in t if w[:1].isalpha()]
    for w in ([t[0], t[-1]] if t else []):
        if w.islower() and w not in NO_CUE and len(t) > 1:
            return w
    return None


def spoken_novel(folder):
    """a novel of PDNC -> one long Passage's sentences with `spoken` and `cue`"""
    text = open(os.path.join(folder, "novel_text.txt"), encoding="utf-8").read()
    p = Passage(text, ["spoken", "cue"])
    starts = [a for a, _ in p.spans]
    from bisect import bisect_left
    for r in csv.DictReader(open(os.path.join(folder, "quotation_info.csv"), encoding="utf-8")):
        spans = ast.literal_eval(r["quoteByteSpans"])
        for a, z in spans:
            for i in range(bisect_left(starts, a), bisect_left(starts, z)):
                p.labels["spoken"][i] = 1
        cue = r["referringExpression"] and cue_word(r["referringExpression"])
        if cue:
            a, z = bisect_left(starts, spans[0][0]) - 12, bisect_left(starts, spans[-1][1]) + 12
            near = [i for i in range(max(0, a), min(len(p.tokens), z)) if p.tokens[i] == cue and not p.labels["spoken"][i]]
            if near:
                p.labels["cue"][near[-1] if near[-1] <= a + 12 else near[0]] = 1
    return mentions.into_sentences(mentions.novel_mentions(folder, p, cut), p.sentences())


def spoken(split):
    return [spoken_novel(f) for f in sorted(glob.glob(paths.data("pdnc", split, "*"))) if os.path.isdir(f)]


def without_marks(s):
    """a sentence as novels have it that set no quotation marks"""
    keep = [i for i, t in enumerate(s.tokens) if t not in MARKS]
    if not keep or len(keep) == len(s.tokens):
        return s
    place = {i: n for n, i in enumerate(keep)}
    return Sentence([s.tokens[i] for i in keep], s.block, signs={g: [row[i] for i in keep] for g, row in s.signs.items()},
                    mentions=s.mentions and [(place[i], e, old) for i, e, old in s.mentions if i in place],
                    points=s.points and [(place[i], *x) for i, *x in s.points if i in place], selves={place[i] for i in s.selves if i in place})
