"""The last touch: the encoder stands still, and heads that learnt from few annotations learn on, with the mixtures of layers that they alone read: from
the annotations and, with a teacher, from what a larger model says of every word of these and of stretches of whole novels (training/student.py). What
encoders make of the texts is computed once, by the program (training/kept.py). Each course of heads learns for itself, so that courses, and parts of
the texts, may run side by side and be joined.

    cmake --build build --target marrow_kept
    python3 -m training.polish [--checkpoint training/run/finished.pt] [--teacher base.pt --novels 300] [--courses signs tones …] [--part K N] [--out training/run/polished.pt]
    python3 -m training.polish --checkpoint training/run/finished.pt --join A.pt B.pt … [--out training/run/polished.pt]"""
import argparse
import copy
import hashlib
import json
import os
import random
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import torch

from . import checkpoint, corpora, evaluate_signs, gold, kept, meanings, novels, paths, signs, windows
from .model import COREF, NAMES, REVIEW, SENTENCES, SIGNS, SPAN_WIDTH, TONES, WEIGHTS, known
from .sentence import Sentence
from .student import SPAN_SHARE, taught
from .train import log


class Course(NamedTuple):
    """heads that learn together; courses share nothing but what they read, so that they may run side by side"""
    mix: int | None         # the mixture of layers that learns with them, for no other head reads it
    learns: tuple           # beginnings of the names of what learns
    heads: set              # of the losses: annotations and lessons
    sentences: bool         # do they read means of sentences
    epochs: int


COURSES = {"signs": Course(SIGNS, ("lin.signs_",), {"signs"}, False, 6), "people": Course(COREF, ("lin.coref_", "link.", "point."), {"coref", "point"}, False, 4),
           "review": Course(REVIEW, ("lin.review_",), {"review"}, False, 30), "tones": Course(TONES, ("lin.tone_", "lin.meaning"), {"tone", "meaning"}, True, 20),
           "feelings": Course(None, ("lin.feel_",), {"feel"}, True, 20), "senses": Course(None, ("lin.sense.",), {"sense"}, False, 3)}
MIXES = (NAMES, SENTENCES, COREF, SIGNS, TONES, REVIEW)             # what they read
RATE, MIX_RATE, WORDS, MEANS = 1e-3, 1e-2, 3000, 300     # words of a step; means of sentences
NOVEL = 4       # stretches of 80 sentences from each novel of PDNC


def documents(labels, taught, seed=1):
    """taught: is there a teacher"""
    rng, docs = random.Random(seed), {}
    open_only = os.environ.get("DATA") == "open"
    docs["passages"], docs["reviews"], docs["rst"] = signs.passages("train"), signs.reviews("train"), signs.trees("train")
    docs["causal-news"] = [[s] for s in signs.causal_news("train")[::4]]
    unread = corpora.Labels(dict.fromkeys(("upos", "xpos", "feats", "lemma", "rel"), []))       # of GUM the mentions alone
    docs["gum"] = [d for d in corpora.ud_documents(corpora.read_conllu(paths.data("ud", "gum-train.conllu")), unread) if any(s.mentions for s in d)]
    docs["litbank"] = list(corpora.litbank("train").values())
    docs["semcor"] = corpora.semcor_documents(corpora.read_semcor("train")[::4], labels)
    feelings = rng.sample(corpora.emobank("train"), 2000)
    docs["emobank"] = [feelings[i:i + 50] for i in range(0, len(feelings), 50)]
    if not taught:
        meanings.attach({k: docs[k] for k in meanings.SOURCES})
    if not open_only:
        for novel in signs.spoken("train"):
            for a in rng.sample(range(0, len(novel) - 80, 80), NOVEL):
                some = novel[a:a + 80]
                docs.setdefault("pdnc", []).append([signs.without_marks(s) for s in some] if rng.random() < 0.5 else some)
    for part in docs.values():
        for s in (s for d in part for s in d):
            s.heads, s.ends, s.spans, s.tags = None, False, None, {k: x for k, x in s.tags.items() if k == "sense"}
    return [d for part in docs.values() for d in part]


def all_windows(labels, pieces, words, taught):
    """of the documents, and about so many words of novels, in random order"""
    ws = [w for d in documents(labels, taught) for w in windows.pack(d, pieces, lambda: windows.WINDOW, lambda: windows.WINDOW // 16)
          if sum(len(s.tokens) for s in w.sentences) == len(w.words)]
    rng = random.Random(1)
    ws += novels.windows(novels.load(), pieces, words, rng) if words else []
    return rng.sample(ws, len(ws))


class Texts:
    """what is learnt from: windows, the layers of their words, the teacher's mixtures of them or None (both: functions of first and last word)"""

    def __init__(self, ws, layers, wanted):
        self.ws, self.layers, self.wanted, self.step = ws, layers, wanted, WORDS
        ends = np.cumsum([len(w.words) for w in ws]).tolist()
        self.items = [(w.sentences, end - len(w.words), end) for w, end in zip(ws, ends)]

    def of(self, course):
        """those that teach a course: of reviews' signs reviews alone"""
        out = copy.copy(self)
        if course.heads == {"review"}:
            out.items = [x for x in self.items if any(g in signs.REVIEW for s in x[0] for g in s.signs)]
        return means(out) if course.sentences else out

    def words(self):
        return sum(end - first for _, first, end in self.items)

    def batches(self, rng):
        """-> sentences with their places, layers, mixtures of about so many words as a step has"""
        order = rng.sample(self.items, len(self.items))
        while order:
            some, n = [], 0
            while order and n < self.step:
                some.append(order.pop())
                n += some[-1][2] - some[-1][1]
            b, base = SimpleNamespace(sentences=[], starts=[], homes=[]), 0
            for home, (sentences, _, _) in enumerate(some):
                for s in sentences:
                    b.sentences.append(s)
                    b.starts.append(base)
                    b.homes.append(home)
                    base += len(s.tokens)
            rows = lambda kept: torch.cat([kept(first, end) for _, first, end in some], 1)
            yield b, rows(self.layers), dict(zip(MIXES, rows(self.wanted))) if self.wanted else None


def means(texts):
    """the same with one word a sentence: the mean of its words, which is all that heads for sentences see"""
    out = copy.copy(texts)
    rows, out.items, out.step = ([], []), [], MEANS
    for sentences, first, end in texts.items:
        cuts = np.cumsum([0] + [len(s.tokens) for s in sentences]).tolist()
        for kept_rows, row in zip(rows, (texts.layers, texts.wanted)):
            if row:
                v = row(first, end)
                kept_rows.append(torch.stack([v[:, a:z].mean(1) for a, z in zip(cuts, cuts[1:])], 1).half())
        at = out.items[-1][2] if out.items else 0
        out.items.append(([Sentence(["."], feel=s.feel, tone=s.tone, meaning=s.meaning) for s in sentences], at, at + len(sentences)))
    both = [torch.cat(r, 1) if r else None for r in rows]
    out.layers, out.wanted = (None if x is None else lambda first, end, x=x: x[:, first:end].float() for x in both)
    return out


def lessons(model, teacher, v, wanted, b, heads):
    """-> losses, how many words were asked of their signs of reviews: those of reviews alone"""
    asked = gold.of_lessons(b, SPAN_SHARE)
    asked["review"] = [i for first, s in zip(b.starts, b.sentences) if any(g in signs.REVIEW for g in s.signs) for i in range(first, first + len(s.tokens))]
    return taught(model, [teacher], v, [wanted], asked, heads if asked["review"] else heads - {"review"}), max(100, len(asked["review"]))


def learnt(model, course):
    return {n: q for n, q in model.named_parameters() if n.startswith(course.learns) or course.mix is not None and n.startswith("mix.")}


def learn(model, teacher, texts, course, epochs, rng, say=lambda text: None):
    """-> head -> mean loss of the last epoch"""
    some = learnt(model, course)
    learner = torch.optim.AdamW([dict(params=[q for n, q in some.items() if n.startswith("mix.") == mixes], base=rate, weight_decay=decay)
                                 for mixes, rate, decay in ((False, RATE, 0.01), (True, MIX_RATE, 0.0))], lr=RATE)
    texts = texts.of(course)
    still, done, total = [m for m in range(len(model.mix.scale)) if m != course.mix], 0, epochs * texts.words()
    model.train()
    for e in range(epochs):
        totals = {}
        for b, layers, wanted in texts.batches(rng):
            v, counts, losses = model.mix(list(layers)), known(b.sentences), {}
            if teacher:
                losses, counts["taught review"] = lessons(model, teacher, v, wanted, b, course.heads)
            found = gold.of(b, SPAN_WIDTH)
            found = {"tags": {k: x for k, x in found["tags"].items() if k in course.heads}, **{k: x for k, x in found.items() if k in course.heads}}
            losses.update(model.losses(found, model.dropped(v)))
            losses = {k: x / counts[k] for k, x in losses.items()}
            for g in learner.param_groups:
                g["lr"] = g["base"] * (1 - done / total)
            learner.zero_grad()
            sum(WEIGHTS[k] * x for k, x in losses.items()).backward()
            if course.mix is not None:
                for p in model.mix.parameters():
                    p.grad[still] = 0
            learner.step()
            done += layers.shape[1]
            for k, x in losses.items():
                totals.setdefault(k, []).append(float(x.detach()))
        last = {k: sum(x) / len(x) for k, x in totals.items()}
        say(f"polish: epoch {e + 1} of {epochs} " + json.dumps({k: round(x, 3) for k, x in last.items()}))
    return last


class Dev:
    """figures on dev, from layers that are computed once"""

    def __init__(self, model, pieces, path, int8=True, layers_of=None):
        """layers_of: the model before it was made to compute as the program does, if it was"""
        self.model, self.places, ws, end = model, {}, [], 0
        for d in evaluate_signs.all_documents():
            if self.key(d) not in self.places:
                some = list(windows.pack(d, pieces, lambda: windows.WINDOW, lambda: windows.WINDOW // 16))
                first, end = end, end + sum(len(w.words) for w in some)
                ws += some
                self.places[self.key(d)] = first, end
        self.layers = kept.layers(layers_of or model, list(pieces.ids), ws, path, int8)

    @staticmethod
    def key(doc):
        return tuple(doc[0].tokens), sum(len(s.tokens) for s in doc)

    def encode(self, doc):
        starts = np.cumsum([0] + [len(s.tokens) for s in doc])[:-1].tolist()
        return self.model.mix(list(self.layers(*self.places[self.key(doc)]))), starts

    def figures(self):
        self.model.eval()
        return json.dumps({k: round(x, 1) for k, x in evaluate_signs.evaluate(self.model, self.encode).items()})


def folder(a):
    """where what is computed once is kept: of these checkpoints, this many words"""
    mark = [(f, os.path.getmtime(f)) for f in (a.checkpoint, a.teacher) if f] + [a.novels, a.f32]
    path = os.path.join(paths.RUN, "polish-" + hashlib.sha256(str(mark).encode()).hexdigest()[:8])
    os.makedirs(path, exist_ok=True)
    return path


def save(a, what):
    c = torch.load(a.checkpoint, weights_only=False)
    c["model"].update(what)
    torch.save({k: c[k] for k in ("model", "average", "state", "labels", "sizes")}, a.out)


def joined(before, after):
    """before, after: parameters of the model and of what learnt from it side by side -> for each the mean of those that changed it (of mixtures each row)"""
    out = {}
    for n, x in before.items():
        rows = [x] if not n.startswith("mix.") else list(x)
        others = [[y[n]] if not n.startswith("mix.") else list(y[n]) for y in after]
        for k, row in enumerate(rows):
            changed = [o[k] for o in others if not torch.equal(o[k], row)]
            rows[k] = torch.stack(changed).mean(0) if changed else row
        out[n] = rows[0] if not n.startswith("mix.") else torch.stack(rows)
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--teacher", help="checkpoint of a model, larger as a rule, that says what it thinks of every word")
    p.add_argument("--novels", type=int, default=0, help="thousands of words of novels for the teacher to speak of")
    p.add_argument("--part", type=int, nargs=2, default=(0, 1), metavar=("K", "N"), help="from the K-th of N parts of the texts alone")
    p.add_argument("--join", nargs="+", metavar="F", help="nothing learns: puts together what runs side by side left, of courses or of parts of the texts")
    p.add_argument("--out", default=os.path.join(paths.RUN, "polished.pt"))
    p.add_argument("--courses", nargs="+", choices=list(COURSES), default=list(COURSES), help="what learns; what does not stays as it is")
    p.add_argument("--epochs", type=float, default=1, help="times as many as each course has")
    p.add_argument("--f32", action="store_true", help="the model will be exported so: its vectors are not those of the int8 program")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    if a.join:
        read = lambda f: torch.load(f, weights_only=False)["model"]
        save(a, joined(read(a.checkpoint), [read(f) for f in a.join]))
        return
    model, pieces, _ = checkpoint.load(a.checkpoint)
    teacher = checkpoint.load(a.teacher)[0].requires_grad_(False) if a.teacher else None
    work, vocab = folder(a), list(pieces.ids)
    ws = all_windows(model.labels, pieces, 1000 * a.novels, bool(teacher))
    log(f"polish: {sum(len(w.words) for w in ws)} words")
    texts = Texts(ws, kept.layers(model, vocab, ws, os.path.join(work, "layers"), not a.f32),
                  kept.mixtures(teacher, vocab, ws, os.path.join(work, "teacher"), MIXES) if teacher else None)
    texts.items = texts.items[a.part[0]::a.part[1]]
    dev = Dev(model, pieces, os.path.join(work, "dev"), not a.f32)
    log("polish: before " + dev.figures())
    for name in a.courses:
        learn(model, teacher, texts, COURSES[name], max(1, round(a.epochs * COURSES[name].epochs)), random.Random(1), log)
        save(a, {n: q.detach() for n, q in model.named_parameters() if any(n in learnt(model, COURSES[c]) for c in a.courses)})
        log(f"polish: {name} " + dev.figures())


if __name__ == "__main__":
    main()
