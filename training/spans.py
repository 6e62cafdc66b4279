"""What the parse and a list of nouns say of spans that may be entities: the model's `ent.shape` and `ent.words` (docs/model.md), added to the scores
of the biaffine head, which sees a span's two ends alone and has learnt its books by heart.

Shapes: a log-linear model tells the annotated spans of LitBank's training part from spans that begin where one entity begins and end where another
ends, by the parse that the model itself makes. Nouns: a log-linear model tells the type of the entity whose head a noun is, or that it is none, from
WordNet's hypernyms of its first senses and, where the training part has it, from the noun itself; so nouns that no book there has are told by their
kind. Neither sees the head's scores; how much they weigh against it was chosen on dev, and the bias of no entity is with each export.

    python3 -m training.spans --checkpoint FILE --model DIR/base.json       puts both into a model exported before"""
import argparse
import json
import os
from collections import Counter, defaultdict

import numpy as np
import torch
import torch.nn.functional as F

from . import checkpoint, corpora, decode, evaluate, forms, parts
from .gold import by_length, padded
from .model import NAMES, SPAN_WIDTH, SYNTAX
from .quantise import simulate
from .scripts import apply
from .senses import FOLDER

TYPES = corpora.TYPES
UPOS = "X ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB".split()       # the order of src/tag/tag.h
RELS = """dep root acl advcl advmod amod appos aux case cc ccomp compound conj cop csubj det discourse dislocated expl fixed flat goeswith iobj list
mark nmod nsubj nummod obj obl orphan parataxis punct reparandum vocative xcomp""".split()
QUESTIONS = (["all", "out 1", "out 2", "out 3", "subject", "copula", "deep left", "deep right"] + [f"{k} {u}" for k in ("upos", "first", "last", "single") for u in UPOS]
             + [f"{k} {r}" for k in ("rel", "left", "right", "inside") for r in RELS])
NUMBER = {q: i for i, q in enumerate(QUESTIONS)}
NOMINAL = ("NOUN", "PROPN", "PRON")
SHAPE_L2, HYPERNYM_L2, NOUN_L2 = 2.0, 1.0, 1.0
SENSES, SEEN = 3, 2             # senses of a noun that count; how often a noun must stand in the books to speak for itself
MOST = 6.0                      # a noun's log odds are cut here
LETTER, STEPS, ZERO = 48, 4.0, 12.0
SHAPE_WEIGHT, NOUN_WEIGHT = 0.2, 0.3        # against the head's scores: the middle of what is good on dev (0.15 … 0.25, 0.2 … 0.4)
HOPELESS = 6.0                              # as src/tag/entities.c has it


# --- shapes -----------------------------------------------------------------------------------------------------------------

class Parsed:
    """a sentence as the model reads it: upos, lemma, head (own index: root), rel without subtype"""

    def __init__(self, upos, lemma, heads, rels):
        self.upos, self.lemma = upos, lemma
        self.head = [h - 1 if h else i for i, h in enumerate(heads)]
        self.rel = [r.split(":")[0] if r.split(":")[0] in RELS else "dep" for r in rels]


def head_of(p, first, last):
    """the token that stands for a span, as src/tag/shape.c has it -> token, how many tokens hang on what is outside"""
    out = [i for i in range(first, last + 1) if p.head[i] == i or not first <= p.head[i] <= last]
    nominal = [i for i in out if p.upos[i] in NOMINAL]
    return (nominal or out or [last])[0], len(out)


def questions(p, first, last):
    """-> the numbers of the questions that a span answers with yes, its head"""
    head, out = head_of(p, first, last)
    yes = {"all", f"out {min(3, max(1, out))}", "first " + p.upos[first], "last " + p.upos[last]}
    if first == last:
        yes.add("single " + p.upos[first])
    if out == 1:
        yes |= {"upos " + p.upos[head], "rel " + p.rel[head]}
        for i, up in enumerate(p.head):
            if up == i or not first <= up <= last:
                continue
            inside = first <= i <= last
            if up != head:
                if not inside:
                    yes.add("deep left" if i < first else "deep right")
            elif not inside:
                yes.add(("left " if i < first else "right ") + p.rel[i])
            else:
                if p.rel[i] in ("nsubj", "expl"):
                    yes.add("subject")
                if p.rel[i] == "cop":
                    yes.add("copula")
                if i > head:
                    yes.add("inside " + p.rel[i])
    return sorted(NUMBER[q] for q in yes), head


def _minimise(loss, *weights):
    """L-BFGS from where the weights are"""
    opt = torch.optim.LBFGS(weights, max_iter=200, line_search_fn="strong_wolfe")

    def step():
        opt.zero_grad()
        value = loss()
        value.backward()
        return value
    opt.step(step)
    return [w.detach() for w in weights]


def named(spans):
    """those that are nouns or names"""
    return [(a, z, l) for a, z, l in spans if not corpora.ENTITY_LABELS[l].endswith("PRON")]


def shapes(books):
    """books: (sentences, Parsed) -> f32 [1][questions]"""
    rows, gold = [], []
    for sentences, parsed in books:
        for s, p in zip(sentences, parsed):
            real = {(a, z) for a, z, _ in named(s.spans)}
            for span in real | {(a, z) for a, _ in real for _, z in real if a <= z}:
                rows.append(questions(p, *span)[0])
                gold.append(float(span in real))
    x = torch.zeros(len(rows), len(QUESTIONS))
    for i, r in enumerate(rows):
        x[i, r] = 1
    y, w, l2 = torch.tensor(gold), torch.zeros(len(QUESTIONS), requires_grad=True), torch.full((len(QUESTIONS),), SHAPE_L2)
    l2[0] = 0.01
    return _minimise(lambda: F.binary_cross_entropy_with_logits(x @ w, y, reduction="sum") + 0.5 * (l2 * w * w).sum(), w)[0].numpy()[None].astype(np.float32)


# --- nouns ------------------------------------------------------------------------------------------------------------------

class Hypernyms:
    """noun -> its hypernyms and lexicographer files with weights; a sense weighs by its place in WordNet's order"""

    def __init__(self):
        if not os.path.exists(os.path.join(FOLDER, "data.noun")):
            raise SystemExit(f"{FOLDER} does not hold WordNet's files: apt install wordnet-base, or WORDNET=FOLDER")
        self.synsets, self.senses, self.above = {}, {}, {}
        for line in open(os.path.join(FOLDER, "data.noun"), encoding="latin-1"):
            if not line.startswith(" "):
                p = line.split(" | ")[0].split()
                i = 4 + 2 * int(p[3], 16)
                pointers = [p[i + 1 + 4 * k:i + 3 + 4 * k] for k in range(int(p[i]))]
                self.synsets[p[0]] = "file " + p[1], [at for symbol, at in pointers if symbol in ("@", "@i")]
        for line in open(os.path.join(FOLDER, "index.noun"), encoding="latin-1"):
            if not line.startswith(" "):
                p = line.split()
                self.senses[p[0]] = p[-int(p[2]):]

    def up(self, synset):
        if synset not in self.above:
            self.above[synset] = {synset}.union(*(self.up(x) for x in self.synsets[synset][1]))
        return self.above[synset]

    def __call__(self, noun):
        found, out = self.senses.get(noun, self.senses.get(noun.split("-")[-1], []))[:SENSES], defaultdict(float)
        total = sum(1 / (k + 1) for k in range(len(found)))
        for k, synset in enumerate(found):
            for x in [*self.up(synset), self.synsets[synset][0]]:
                out[x] += 1 / (k + 1) / total
        return out


def noun_counts(books):
    """-> lemma -> counts of the type of the entity that it heads (0: of none)"""
    out = defaultdict(Counter)
    for sentences, parsed in books:
        for s, p in zip(sentences, parsed):
            types = {}
            for a, z, l in sorted(named(s.spans), key=lambda x: x[1] - x[0]):     # of two with one head the longer
                types[head_of(p, a, z)[0]] = 1 + TYPES.index(corpora.ENTITY_LABELS[l].split(".")[0])
            for i, u in enumerate(p.upos):
                if u == "NOUN":
                    out[p.lemma[i].lower()][types.get(i, 0)] += 1
    return out


def nouns(books):
    """-> the text of `ent.words`"""
    counts, above = noun_counts(books), Hypernyms()
    lemmas = sorted(counts)
    kinds = Counter(h for l in lemmas for h in above(l))
    own = [l for l in lemmas if sum(counts[l].values()) >= SEEN]
    at = {x: i for i, x in enumerate(["", *(("up", h) for h, n in kinds.items() if n > 2), *(("self", l) for l in own)])}

    def features(lemma):
        return [(0, 1.0)] + [(at["up", h], v) for h, v in above(lemma).items() if ("up", h) in at] + ([(at["self", lemma], 1.0)] if ("self", lemma) in at else [])
    cells = [(r, k, v) for r, l in enumerate(lemmas) for k, v in features(l)]
    rows, columns, values = zip(*cells)
    x = torch.sparse_coo_tensor([rows, columns], values, (len(lemmas), len(at)), check_invariants=False)
    y = torch.tensor([[float(counts[l][k]) for k in range(len(TYPES) + 1)] for l in lemmas])
    l2 = torch.tensor([0.01 if k == "" else HYPERNYM_L2 if k[0] == "up" else NOUN_L2 for k in at])[:, None]
    w = torch.zeros(len(at), len(TYPES) + 1, requires_grad=True)
    w = _minimise(lambda: -(torch.sparse.mm(x, w).log_softmax(1) * y).sum() + 0.5 * (l2 * w * w).sum(), w)[0].numpy()

    def letters(lemma):
        z = sum(v * w[k] for k, v in features(lemma))
        odds = np.clip(z[1:] - z[0], -MOST, MOST)
        return "".join(chr(LETTER + round(STEPS * (float(o) + ZERO))) for o in odds)
    listed = {l for l in above.senses if "_" not in l and l.isprintable()} | set(lemmas)
    lines = {l: f"{l}\t{letters(l)}\n" for l in listed if l and not any(c in l for c in "\t\n *")}
    lines["*"] = f"*\t{letters('*')}\n"
    return "".join(sorted(lines.values(), key=lambda l: l.encode()))


def table(text):
    """the list as the program reads it: noun -> odds of each type"""
    out = {}
    for line in text.splitlines():
        noun, letters = line.split("\t")
        out[noun] = (np.frombuffer(letters.encode(), np.uint8).astype(np.float32) - LETTER) / STEPS - ZERO
    return out


# --- with a model -------------------------------------------------------------------------------------------------------------

@torch.no_grad()
def parse(model, v, starts, sentences, known=None):
    """word vectors of a document -> Parsed of its sentences; known: of forms.table"""
    lists, known = model.labels.lists, forms.table() if known is None else known
    upos = [lists["upos"][i] for i in model.linear("upos", v[SYNTAX]).argmax(1).tolist()]
    lemma = [lists["lemma"][i] for i in model.linear("lemma", v[SYNTAX]).argmax(1).tolist()]
    out = []
    for b, s, (heads, rels) in zip(starts, sentences, evaluate.parse_of(model, v, list(zip(starts, sentences)))):
        n = len(s.tokens)
        lemmas = [known.get((t.lower(), u)) or apply(t, x) for t, u, x in zip(s.tokens, upos[b:b + n], lemma[b:b + n])]
        out.append(Parsed(upos[b:b + n], lemmas, heads, [lists["rel"][r] if h else "root" for h, r in zip(heads, rels)]))
    return out


@torch.no_grad()
def books(model, pieces):
    """LitBank's training books, parsed"""
    known, out = forms.table(), []
    for d in corpora.litbank("train").values():
        if d[0].spans is not None:
            out.append((d, parse(model, *evaluate.encode(model, pieces, d), d, known)))
    return out


class Weights:
    """both lists, and how much they weigh"""

    def __init__(self, shape, words, shape_weight=0.0, noun_weight=0.0):
        self.shape, self.words, self.table = shape, words, table(words)
        self.shape_weight, self.noun_weight = shape_weight, noun_weight

    def noun(self, lemma):
        t = self.table
        return t.get(lemma, t.get(lemma.split("-")[-1], t["*"]))

    def span(self, p, first, last):
        """-> what shape and noun say (unweighed: a number, and one a type), head"""
        yes, head = questions(p, first, last)
        return float(self.shape[0, yes].sum()), self.noun(p.lemma[head].lower()) if p.upos[head] == "NOUN" else np.zeros(len(TYPES), np.float32), head


def learn(model, pieces):
    b = books(model, pieces)
    return Weights(shapes(b), nouns(b))


@torch.no_grad()
def candidates(model, v, starts, sentences, weights):
    """what could be an entity in a document: (sentence, first, last, logits, shape, nouns, head); `weights` is asked once, however often they are weighed"""
    parsed, place = parse(model, v, starts, sentences), {b: i for i, b in enumerate(starts)}
    parts, out = model.span_parts(v[NAMES]), []
    for group in by_length(list(zip(starts, sentences))):
        at, _ = padded(group)
        scores = model.span_scores(parts, at).numpy()
        for k, (b, s) in enumerate(group):
            x, n = scores[k], len(s.tokens)
            for a, z in np.argwhere(x[:n, :n, 1:].max(2) > x[:n, :n, 0] - HOPELESS):
                if a <= z < a + SPAN_WIDTH:
                    out.append((place[b], int(a), int(z), x[a, z], *weights.span(parsed[place[b]], int(a), int(z))))
    return out


TYPE_OF = np.array([TYPES.index(x.split(".")[0]) for x in corpora.ENTITY_LABELS[1:]])
PRONOUN = np.array([x.endswith("PRON") for x in corpora.ENTITY_LABELS[1:]])


def decoded(found, weights, bias):
    """candidates -> sentence -> (first, last, label), as src/tag/entities.c does it"""
    by_sentence = defaultdict(list)
    for i, a, z, x, shape, noun, head in found:
        x = x.copy()
        x[0] -= bias
        x[1:][~PRONOUN] += (weights.shape_weight * shape + weights.noun_weight * noun)[TYPE_OF[~PRONOUN]]
        l = int(x.argmax())
        if l:
            by_sentence[i].append((float(1 / np.exp(x - x[l]).sum()), a, z, l, None if PRONOUN[l - 1] else head))
    return {i: decode.take(c) for i, c in by_sentence.items()}


def choose(model, pieces, docs, weights):
    """sets how much shapes and nouns weigh -> (bias of the best F1 on these documents, that F1)"""
    coded = [(candidates(model, *evaluate.encode(model, pieces, d), d, weights), d) for d in docs]
    weights.shape_weight, weights.noun_weight = SHAPE_WEIGHT, NOUN_WEIGHT
    plain = lambda spans: {(a, z, corpora.ENTITY_LABELS[l].split(".")[0]) for a, z, l in named(spans)}

    def figure(bias):
        counts = np.zeros(3)
        for found, d in coded:
            pred = decoded(found, weights, bias)
            for i, s in enumerate(d):
                p, g = plain(pred.get(i, [])), plain(s.spans)
                counts += len(p & g), len(p), len(g)
        return evaluate.f1(*counts)
    figures = {float(b): figure(b) for b in np.linspace(-1, 1, 11).round(2)}
    best = max(figures, key=figures.get)
    return best, figures[best]


def main():
    """puts the lists into a model that was exported before: its heads, with weights and bias chosen anew; nothing else changes"""
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", required=True, help="what the model was exported from")
    p.add_argument("--model", required=True, help="its manifest")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    model, pieces, _ = checkpoint.load(a.checkpoint)
    weights = learn(model, pieces)
    bias, figure = choose(simulate(model), pieces, evaluate.dev_data()["entities"], weights)
    print(f"dev: entities {figure:.2f} with a bias of {bias}")
    manifest = json.load(open(a.model, encoding="utf-8"))
    path = os.path.join(os.path.dirname(a.model), manifest["parts"]["heads"]["file"])
    kind, version, tensors = parts.read(path)
    tensors = parts.packed(tensors)
    config = dict(l.split(" ") for l in tensors["config"].splitlines())
    config.update({k: f"{x:.4f}" for k, x in (("ent.bias", bias), ("ent.shape", weights.shape_weight), ("ent.words", weights.noun_weight))})
    tensors.update({"ent.shape": weights.shape, "ent.words": weights.words, "config": "".join(f"{k} {x}\n" for k, x in config.items())})
    manifest["parts"]["heads"]["checksum"] = parts.write(path, kind, version, tensors)
    files = {k: (x["file"], x["checksum"]) for k, x in manifest["parts"].items()}
    parts.manifest(a.model, manifest["name"], manifest["version"], files)


if __name__ == "__main__":
    main()
