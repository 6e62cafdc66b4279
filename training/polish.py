"""The last touch: the encoder stands still, and the heads for signs, tones, meanings, links and doers learn on. Their vectors are computed once,
so that an epoch takes seconds; the epoch that is best on dev is kept.

    python3 -m training.polish [--checkpoint training/run/finished.pt] [--out training/run/polished.pt] [--epochs 12]"""
import argparse
import json
import os
import random

import torch

from . import checkpoint, corpora, evaluate, evaluate_signs, gold, meanings, paths, signs, windows
from .model import COREF, REVIEW, SIGNS, TONES, WEIGHTS, known
from .train import log

MIXES = (COREF, SIGNS, TONES, REVIEW)
HEADS = ("signs_", "review_", "tone_", "meaning", "coref_")
RATE, WORDS = 1e-3, 3000
NOVEL = 16      # stretches of 80 sentences from each novel of PDNC


def documents(seed=1):
    rng, docs = random.Random(seed), {}
    docs["passages"], docs["reviews"], docs["rst"] = signs.passages("train"), signs.reviews("train"), signs.trees("train")
    docs["causal-news"] = [[s] for s in signs.causal_news("train")[::2]]
    unread = corpora.Labels(dict.fromkeys(("upos", "xpos", "feats", "lemma", "rel"), []))       # of GUM the mentions alone
    docs["gum"] = [d for d in corpora.ud_documents(corpora.read_conllu(paths.data("ud", "gum-train.conllu")), unread) if any(s.mentions for s in d)]
    docs["litbank"] = [d for d in corpora.litbank("train").values() if d[0].mentions is not None]
    meanings.attach({"passages": docs["passages"], "litbank": list(corpora.litbank("train").values())})
    if os.environ.get("DATA") != "open":
        for novel in signs.spoken("train"):
            for a in rng.sample(range(0, len(novel) - 80, 80), NOVEL):
                some = novel[a:a + 80]
                docs.setdefault("pdnc", []).append([signs.without_marks(s) for s in some] if rng.random() < 0.5 else some)
    return [d for part in docs.values() for d in part]


@torch.no_grad()
def vectors(model, pieces, docs):
    """-> windows: (mixture -> f16 [N, H], first word of each sentence, sentences)"""
    ws = [w for d in docs for w in windows.pack(d, pieces, lambda: windows.WINDOW, lambda: windows.WINDOW // 16)
          if sum(len(s.tokens) for s in w.sentences) == len(w.words)]
    ws.sort(key=lambda w: -len(w.ids))
    out = []
    for first in range(0, len(ws), 8):
        some, at = ws[first:first + 8], 0
        b = windows.collate(some)       # keeps their order: they come by falling length
        v = model.vectors(b)
        for w in some:
            n, starts = len(w.words), [0]
            for s in w.sentences[:-1]:
                starts.append(starts[-1] + len(s.tokens))
            out.append(({m: v[m][at:at + n].half() for m in MIXES}, starts, w.sentences))
            at += n
    return out


def epoch(model, optimiser, data, rng, factor):
    model.train()
    order, total, count = rng.sample(data, len(data)), 0.0, 0
    while order:
        some, n = [], 0
        while order and n < WORDS:
            some.append(order.pop())
            n += len(some[-1][0][SIGNS])
        base, all_s, homes, parts = 0, [], [], {m: [] for m in MIXES}
        for k, (v, starts, sentences) in enumerate(some):
            all_s += [(base + b, s) for b, s in zip(starts, sentences)]
            homes += [k] * len(sentences)
            for m in MIXES:
                parts[m].append(v[m])
            base += len(v[SIGNS])
        v = {m: model.dropped(torch.cat(x).float()) for m, x in parts.items()}
        counts = known(s for _, s in all_s)
        loss = sum(WEIGHTS[k] * x / counts[k] for k, x in model.later_losses(gold.of_later(all_s, homes), v).items())
        for g in optimiser.param_groups:
            g["lr"] = RATE * factor
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        total, count = total + float(loss.detach()), count + 1
    return total / count


def score(figures):
    """one number of a model: the mean of its dev figures"""
    return sum(v for k, v in figures.items() if k != "sign shown") / len(figures)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--out", default=os.path.join(paths.RUN, "polished.pt"))
    p.add_argument("--epochs", type=int, default=12)
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    model, pieces, _ = checkpoint.load(a.checkpoint)
    data = vectors(model, pieces, documents())
    cache = {}

    def encode(doc):
        """vectors of dev documents, kept"""
        key = tuple(doc[0].tokens), len(doc)
        if key not in cache:
            cache[key] = evaluate.encode(model, pieces, doc)
        return cache[key]

    def figures():
        model.eval()
        return evaluate_signs.evaluate(model, encode)
    trained = [q for n, q in model.named_parameters() if n.startswith(("link.", "point.")) or n.startswith("lin.") and n[4:].startswith(HEADS)]
    optimiser = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    best = figures()
    log(f"polish: before {score(best):.2f} " + json.dumps({k: round(v, 1) for k, v in best.items()}))
    kept, rng = [q.detach().clone() for q in trained], random.Random(1)
    for e in range(a.epochs):
        loss = epoch(model, optimiser, data, rng, 1 - e / a.epochs)
        now = figures()
        log(f"polish: epoch {e + 1} loss {loss:.3f} {score(now):.2f} " + json.dumps({k: round(v, 1) for k, v in now.items()}))
        if score(now) > score(best):
            best, kept = now, [q.detach().clone() for q in trained]
    with torch.no_grad():
        for q, x in zip(trained, kept):
            q.copy_(x)
    c = torch.load(a.checkpoint, weights_only=False)
    own = dict(model.named_parameters())
    c["model"] = {n: p.detach() for n, p in own.items() if n in c["model"] or n.startswith(("link.", "point.", "lin."))}      # heads that were new, too
    torch.save({k: c[k] for k in ("model", "average", "state", "labels", "sizes")}, a.out)


if __name__ == "__main__":
    main()
