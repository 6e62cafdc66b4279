"""Rounds: what is learnt from, in which order. A round depends on its number alone, so that a run goes on where it was."""
import random
from dataclasses import replace

from . import windows
from .sentence import Typography, split_clitics, split_hyphens
from .signs import without_marks

# passes of a round over each source (below 1: that share of its documents, others in the next round)
PASSES = {"litbank": 2.0, "ud": 0.6, "semcor": 0.5, "semcor-verbs": 0.05, "emobank": 0.2, "passages": 1.5, "reviews": 1.0, "rst": 0.15,
          "causal-news": 0.15, "pdnc": 0.15}
# where a finished model teaches every word, annotated or not: a smaller one, a twin
PASSES_TAUGHT = {**PASSES, "ud": 1.0, "pdnc": 0.4}
PASSES_TWIN = {**PASSES, "ud": 0.4, "semcor": 0.3, "reviews": 0.7, "pdnc": 0.4}
# mostly treebanks, and a little of all that the other heads learnt from
PASSES_PARSE = {"litbank": 0.25, "ud": 1.0, "semcor": 0.05, "emobank": 0.05, "passages": 0.1, "reviews": 0.1, "rst": 0.02, "causal-news": 0.02, "pdnc": 0.02}


def _litbank(doc, rng):
    """half the time as marrow's own tokens; half the time with blocks marked, as novels have them"""
    if rng.random() < 0.5:
        doc = [split_hyphens(s) for s in doc]
    if rng.random() < 0.5:
        doc = [replace(s, block=s.block or rng.random() < (0.6 if s.tokens[0] in '"“‘``' else 0.15)) for s in doc]
    return [doc]


def _unmarked(sentences, rng):
    """in some stretches no block is marked, as where a text has lost its paragraphs"""
    out, marks = [], True
    for i, s in enumerate(sentences):
        if i % 25 == 0:
            marks = rng.random() < 0.6
        out.append(s if marks else replace(s, block=False))
    return out


def _emobank(doc, rng):
    doc = rng.sample(doc, len(doc))
    return [replace(s, tokens=split_clitics(s.tokens)) if rng.random() < 0.5 else s for s in doc]


def _stretches(doc, share, rng, length=80):
    """stretches of a novel, half of them without quotation marks"""
    for _ in range(max(1, round(share * len(doc) / length))):
        a = rng.randrange(max(1, len(doc) - length))
        some = doc[a:a + length]
        yield [without_marks(s) for s in some] if rng.random() < 0.5 else some


def documents(docs, number, seed, sources=PASSES):
    """(source, document) of a round, with their typography set"""
    rng = random.Random(f"{seed}-{number}")
    for source, passes in sources.items():
        if source not in docs:
            continue
        if source == "litbank":
            some = docs[source] * int(passes) or rng.sample(docs[source], round(passes * len(docs[source])))
            chosen = [d for doc in some for d in _litbank(doc, rng)]
        elif source == "ud":
            order = rng.sample(docs[source], round(passes * len(docs[source])))
            step = 40               # documents in a row: windows cross their borders, as they do in the scorer's input
            chosen = [_unmarked([s for d in order[i:i + step] for s in d], rng) for i in range(0, len(order), step)]
        elif source == "emobank":
            doc = _emobank(docs[source][0], rng)
            half = int(len(doc) * passes)
            chosen = [doc[i:i + 300] for i in range(0, half, 300)]
        elif source == "causal-news":
            doc = docs[source][0]
            chosen = [[s] for s in rng.sample(doc, round(passes * len(doc)))]
        elif source == "pdnc":
            chosen = [d for doc in docs[source] for d in _stretches(doc, passes, rng)]
        elif passes >= 1:
            chosen = [*docs[source] * int(passes), *rng.sample(docs[source], round((passes % 1) * len(docs[source])))]
        else:
            parts = round(1 / passes) if passes < 0.34 else 5
            take = max(1, round(passes * parts))
            chosen = [d for i, d in enumerate(docs[source]) if (i - number * take) % parts < take]
        for d in chosen:
            style = Typography(rng)
            yield source, list(style(d)) if rng.random() < 0.6 else d


def round_windows(docs, pieces, number, seed, sources=PASSES):
    """all windows of a round; the sources are spread evenly, so that every batch is a mixture"""
    rng = random.Random(f"{seed}-{number}-windows")
    made = {}

    def budget():
        return windows.WINDOW if rng.random() < 0.85 else rng.randint(16, windows.WINDOW)

    def context():
        return windows.WINDOW // 16 if rng.random() < 0.25 else 0
    for source, d in documents(docs, number, seed, sources):
        skip = rng.randrange(3) if len(d) > 20 else 0       # so that the cuts fall elsewhere in each round
        for part in (d[:skip], d[skip:]):
            made.setdefault(source, []).extend(w for w in windows.pack(part, pieces, budget, context)
                                               if sum(len(s.tokens) for s in w.sentences) == len(w.words))
    keyed = []
    for ws in made.values():
        rng.shuffle(ws)
        keyed += [((i + rng.random()) / len(ws), w) for i, w in enumerate(ws)]
    return [w for _, w in sorted(keyed, key=lambda p: p[0])]


def batches(ws, wordpieces):
    """consecutive windows of about so many wordpieces together"""
    cur, used = [], 0
    for w in ws:
        cur.append(w)
        used += len(w.ids)
        if used >= wordpieces:
            yield cur
            cur, used = [], 0
    if cur:
        yield cur
