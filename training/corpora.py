"""The corpora, read into documents of Sentences. docs/training.md says where each comes from and how its folder is laid out."""
import csv
import glob
import gzip
import os
import re
from collections import Counter

from . import mentions, paths, signs
from .scripts import script
from .sentence import IGNORE, Sentence

TYPES = ("PER", "FAC", "GPE", "LOC", "VEH", "ORG")
ENTITY_LABELS = ["O"] + [f"{t}.{f}" for t in TYPES for f in ("PROP", "NOM", "PRON")]
PRONOUNS = set("""i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves who whom whose which that thou thee thy thine thyself ye one oneself this
these those another each all some both 't 'em himself here there where what such""".split())

# What each source states about its use; DATA=open leaves out those that state nothing or forbid sharing what is made from them.
LICENCES = {"litbank": "CC BY 4.0", "ewt": "CC BY-SA 4.0", "gum": "CC BY(-SA) 4.0", "semcor": "Princeton WordNet licence",
            "emobank": "CC BY-SA 4.0", "passages": "made for this project", "reviews-made": "made for this project", "causal-news": "CC0",
            "pdnc": None, "reviews": None}


def allowed(source, open_only):
    """may this source be used under DATA=open"""
    return not open_only or LICENCES[source] is not None


class Labels:
    """label lists of the tagging heads, made from the training data: labels seen once are left out (their tokens are not learnt)"""

    def __init__(self, lists=None):
        self.lists = lists or {}
        self.index = {k: {x: i for i, x in enumerate(v)} for k, v in self.lists.items()}

    def count(self, name, values, least=1):
        c = Counter(values)
        self.lists[name] = sorted(x for x, n in c.items() if n >= least)
        self.index[name] = {x: i for i, x in enumerate(self.lists[name])}

    def ids(self, name, values):
        return [self.index[name].get(v, IGNORE) for v in values]


# --- Universal Dependencies ---------------------------------------------------------------------------------------------

def read_conllu(path):
    """-> documents of (block flag, rows); rows: the ten fields of each word; empty nodes and multiword ranges left out"""
    docs, rows, block = [], [], False
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# newdoc"):
            docs.append([])
            block = True
        elif line.startswith("# newpar"):
            block = True
        elif not line:
            if rows:
                docs[-1].append((block, rows))
                rows, block = [], False
        elif line[0] != "#":
            c = line.split("\t")
            if c[0].isdigit():
                rows.append(c)
    if rows:
        docs[-1].append((block, rows))
    return docs


def ud_labels(docs, labels):
    """fill the label lists of the syntax heads"""
    rows = [r for d in docs for _, s in d for r in s]
    labels.count("upos", (r[3] for r in rows))
    labels.count("xpos", (r[4] for r in rows), 2)
    labels.count("feats", (r[5] for r in rows), 2)
    labels.count("lemma", (script(r[1], r[2]) for r in rows), 2)
    labels.count("rel", (r[7] for r in rows), 2)


def ud_documents(docs, labels):
    out, base = [], 0
    for d in docs:
        sentences = []
        for block, rows in d:
            tags = {"upos": labels.ids("upos", (r[3] for r in rows)), "xpos": labels.ids("xpos", (r[4] for r in rows)),
                    "feats": labels.ids("feats", (r[5] for r in rows)),
                    "lemma": labels.ids("lemma", (script(r[1], r[2]) for r in rows))}
            sentences.append(Sentence([r[1].replace(" ", "\u00a0") for r in rows], block, True, tags,
                                      heads=[int(r[6]) for r in rows], rels=labels.ids("rel", (r[7] for r in rows))))
        if any("Entity=" in r[9] for _, rows in d for r in rows):
            base += 10000       # windows may hold the end of one document and the beginning of the next
            for s, found in zip(sentences, mentions.gum_mentions([rows for _, rows in d])):
                s.mentions = [(head, base + e, old) for head, e, old in found]
        out.append(sentences)
    return out


# --- LitBank --------------------------------------------------------------------------------------------------------------

def bio_rows(path):
    """-> sentences of rows (fields of a line)"""
    sentences, cur = [], []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.strip():
            cur.append(line.split("\t"))
        elif cur:
            sentences.append(cur)
            cur = []
    return sentences + ([cur] if cur else [])


def bio_spans(column):
    """BIO labels -> set of (first, last, label)"""
    out, start, label = set(), None, None
    for i, x in enumerate(list(column) + ["O"]):
        if start is not None and x != "I-" + label:
            out.add((start, i - 1, label))
            start = None
        if x.startswith("B-") or (x.startswith("I-") and start is None):
            start, label = i, x[2:]
    return out


def entity_columns(rows):
    """all nesting levels of a sentence -> set of (first, last, type)"""
    spans = set()
    for c in range(1, max(len(r) for r in rows)):
        spans |= bio_spans([r[c] if c < len(r) and r[c] else "O" for r in rows])
    return spans


def coref_forms(path):
    """brat-like annotations -> sentence number -> {(first, last, type): PROP, NOM or PRON}"""
    forms = {}
    for line in open(path, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if c[0] == "MENTION" and c[2] == c[4]:
            forms.setdefault(int(c[2]), {})[(int(c[3]), int(c[5]), c[7])] = c[8]
    return forms


HEAD_ENDS = set("of in on at with from by to for who whom whose which that , ; : ( -- — and or as than".split())


def head_word(tokens, first, last):
    """the head of a mention without a parse: the word before what follows a noun, or its last"""
    end = next((i for i in range(first + 1, last + 1) if tokens[i].lower() in HEAD_ENDS), last + 1)
    while end - 1 > first and tokens[end - 1] in ("'s", "’s", "'", "’", ".", "Esq."):
        end -= 1
    return end - 1


def coref_mentions(path, sentences):
    """puts the annotated mentions into the sentences"""
    found, entity = {}, {}
    for line in open(path, encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        if c[0] == "MENTION" and c[2] == c[4]:
            found[c[1]] = (int(c[2]), int(c[3]), int(c[5]))
        elif c[0] == "COREF":
            entity[c[1]] = c[2]
    number, rows = {}, {}
    for m, (n, a, z) in sorted(found.items(), key=lambda x: x[1]):
        if m in entity:
            rows.setdefault(n, {})[head_word(sentences[n].tokens, a, z)] = entity[m]
    seen = set()
    for n, s in enumerate(sentences):
        s.mentions = []
        for head, e in sorted(rows.get(n, {}).items()):
            s.mentions.append((head, number.setdefault(e, len(number)), e in seen))
            seen.add(e)


def put_spoken(path, sentences):
    """the quotations annotated in LitBank"""
    for s in sentences:
        s.signs["spoken"] = [0] * len(s.tokens)
    for line in open(path, encoding="utf-8"):
        c = line.split("\t")
        if c[0] == "QUOTE":
            n, a, m, z = map(int, c[2:6])
            for k in range(n, m + 1):
                row = sentences[k].signs["spoken"]
                first, last = (a if k == n else 0), (z if k == m else len(row) - 1)
                row[first:last + 1] = [1] * (last + 1 - first)


ARTICLES = set("the a an my his her our their your its this that these those some any no every each all".split())


def guess_form(tokens, first, last, common):
    """PROP or NOM of a span whose document lacks the annotation: proper when it begins, but for titles and the like, with a capital;
    at the beginning of a sentence only a word that the book never has without (common: words it has in lower case)"""
    head = tokens[first]
    if head.lower() in ARTICLES or not head[:1].isupper() or (first == 0 and head.lower() in common):
        return "NOM"
    return "PROP"


def litbank_names(task, split):
    return {os.path.splitext(os.path.basename(f))[0] for f in glob.glob(paths.data("litbank", task, split, "*.*"))}


def litbank_document(name, split, entity_split, event_split, coref_split):
    """one book: its sentences with the labels of the given splits (None: not to be used)"""
    path = next(paths.data("litbank", k, s, name + ".tsv") for k, s in (("entities", entity_split), ("events", event_split)) if s)
    rows = bio_rows(path)
    sentences = [Sentence([r[0] for r in s], False, True) for s in rows]
    if event_split:
        for s, r in zip(sentences, bio_rows(paths.data("litbank", "events", event_split, name + ".tsv")), strict=True):
            s.tags["event"] = [int(x[1] == "EVENT") for x in r]
    if entity_split:
        forms = coref_forms(paths.data("litbank", "coref", coref_split, name + ".ann")) if coref_split else None
        index = {x: i for i, x in enumerate(ENTITY_LABELS)}
        common = {t for s in sentences for t in s.tokens if t.islower()}
        for n, (s, r) in enumerate(zip(sentences, rows)):
            known = forms.get(n, {}) if forms is not None else {}
            s.spans = [(a, z, index[f"{t}.{known.get((a, z, t)) or guess_form(s.tokens, a, z, common)}"]) for a, z, t in entity_columns(r)]
            taken = {(a, z) for a, z, _ in s.spans}
            if forms is not None:
                s.spans += [(a, z, index[f"{t}.PRON"]) for (a, z, t), f in known.items() if f == "PRON" and (a, z) not in taken]
            else:
                s.unknown_spans = {(i, i) for i, t in enumerate(s.tokens) if t.lower() in PRONOUNS and (i, i) not in taken}
    if coref_split:
        coref_mentions(paths.data("litbank", "coref", coref_split, name + ".ann"), sentences)
        if os.path.exists(paths.data("litbank", "quotations", coref_split, name + ".ann")):
            put_spoken(paths.data("litbank", "quotations", coref_split, name + ".ann"), sentences)
    sentences[0].block = True
    return sentences


def litbank(split):
    """-> name -> sentences. Entities are learnt only from the entity split's own books: its dev books stand in other tasks' train."""
    ents, events, coref = (litbank_names(k, split) for k in ("entities", "events", "coref"))
    return {n: litbank_document(n, split, split if n in ents else None, split if n in events else None, split if n in coref else None)
            for n in sorted(ents | events)}


# --- SemCor -----------------------------------------------------------------------------------------------------------------

def read_semcor(name):
    """-> documents of sentences of rows (word, tag, lemma, BIO supersense)"""
    docs, sent = [], []

    def flush():
        nonlocal sent
        if sent:
            docs[-1].append(sent)
        sent = []
    for line in gzip.open(paths.data("semcor", name + ".tsv.gz"), "rt", encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# doc "):
            flush()
            docs.append([])
        elif not line:
            flush()
        else:
            sent.append(line.split("\t"))
    flush()
    return docs


def semcor_lemma(word, tag, lemma):
    """the lemma as a treebank has it, or None: verbs and nouns in lower case, where both agree"""
    if tag[:2] not in ("VB", "NN") or not word.islower() or "_" in lemma or (tag[0] == "N" and lemma == word and word.endswith("s")):
        return None
    return lemma


def semcor_documents(docs, labels, verbs_only=False):
    out = []
    for d in docs:
        sentences = []
        for rows in d:
            sense = labels.ids("sense", (r[3] for r in rows))
            if verbs_only:
                sense = [x if r[1][:2] in ("VB", "MD") or r[3] != "O" else IGNORE for x, r in zip(sense, rows)]
            lemma = [semcor_lemma(*r[:3]) for r in rows]
            lemma = labels.ids("lemma", (x and script(r[0], x) for x, r in zip(lemma, rows)))
            sentences.append(Sentence([r[0] for r in rows], tags={"sense": sense, "lemma": lemma}))
        out.append(sentences)
    return out


# --- EmoBank ------------------------------------------------------------------------------------------------------------------

def emobank(split):
    """-> sentences, cut into words and marks of punctuation"""
    out = []
    for r in csv.DictReader(open(paths.data("emobank", split + ".csv"), encoding="utf-8")):
        tokens = re.findall(r"\w+(?:['’]\w+)?|[^\w\s]", r["text"]) or ["-"]
        out.append(Sentence(tokens, feel=(float(r["V"]), float(r["A"]), float(r["D"]))))
    return out


# --- all of them ----------------------------------------------------------------------------------------------------------------

def load_train(open_only=False):
    """-> (Labels, source -> documents)"""
    labels, docs = Labels(), {}
    raw = {k: read_conllu(paths.data("ud", f"{k}-train.conllu")) for k in ("ewt", "gum") if allowed(k, open_only)}
    ud_labels([d for v in raw.values() for d in v], labels)
    docs["ud"] = [d for v in raw.values() for d in ud_documents(v, labels)]
    if allowed("litbank", open_only):
        docs["litbank"] = list(litbank("train").values())
    if allowed("semcor", open_only):
        full = read_semcor("train")
        labels.count("sense", (r[3] for d in full for s in d for r in s))
        order = labels.lists["sense"]
        labels = Labels({**labels.lists, "sense": ["O"] + [x for x in order if x != "O"]})
        docs["semcor"] = semcor_documents(full, labels)
        docs["semcor-verbs"] = semcor_documents(read_semcor("train-verbs-only"), labels, True)
    if allowed("emobank", open_only):
        docs["emobank"] = [emobank("train")]
    docs["passages"], docs["reviews"] = signs.passages("train"), signs.reviews("train")
    docs["causal-news"] = [signs.causal_news("train")]
    if allowed("gum", open_only):
        docs["rst"] = signs.trees("train")
    if allowed("pdnc", open_only):
        docs["pdnc"] = signs.spoken("train")
    labels = Labels({**labels.lists, "ent": ENTITY_LABELS})
    return labels, docs
