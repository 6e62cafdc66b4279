"""Figures on dev, with the definitions of the project's scorers, from the model in Python.

    python3 -m training.evaluate [--checkpoint training/run/finished.pt] [--average] [--int8] [--quick]"""
import argparse
import json
import os

import numpy as np
import torch

from . import corpora, decode, evaluate_signs, forms, paths, windows
from .gold import by_length, padded
from .model import EVENTS, NAMES, SENTENCES, SPAN_WIDTH, SYNTAX, TAGS
from .scripts import apply
from .windows import WINDOW


def encode(model, pieces, sentences, marks=True):
    """a document -> word vectors [MIXES, N, H], first word of each sentence"""
    ws = list(windows.pack(sentences, pieces, lambda: WINDOW, lambda: WINDOW // 16, marks))
    vectors = []
    order = sorted(range(len(ws)), key=lambda i: len(ws[i].ids))
    for i in range(0, len(order), 8):
        some = [ws[j] for j in order[i:i + 8]]
        batch = windows.collate(some, spread=1 << 20)
        v = model.vectors(batch)
        at = 0
        for j in sorted(range(len(some)), key=lambda k: -len(some[k].ids)):      # collate's order
            n = len(some[j].words)
            vectors.append((order[i + j], v[:, at:at + n]))
            at += n
    vectors = torch.cat([v for _, v in sorted(vectors, key=lambda p: p[0])], 1)
    starts = np.cumsum([0] + [len(s.tokens) for s in sentences])[:-1].tolist()
    return vectors, starts


def entities_of(model, v, some, bias=0.0):
    """-> set of (first word, last word, label) with words counted through the document; bias: taken off the score of no entity"""
    out = set()
    parts = model.span_parts(v[NAMES])
    for group in by_length(some):
        at, mask = padded(group)
        p = model.span_scores(parts, at)
        p[..., 0] -= bias
        p = p.softmax(-1).numpy()
        for k, (b, s) in enumerate(group):
            n = len(s.tokens)
            out |= {(b + a, b + z, l) for a, z, l in decode.spans(p[k, :n, :n], SPAN_WIDTH)}
    return out


def parse_of(model, v, some):
    """-> per sentence: heads, relation ids"""
    out = {}
    arcs, rels = model.arc_parts(v[SYNTAX]), model.rel_parts(v[SYNTAX])
    for group in by_length(some):
        at, mask = padded(group)
        scores = model.arc_scores(arcs, at, mask).numpy().astype(np.float64)
        for k, (b, s) in enumerate(group):
            n = len(s.tokens)
            out[b] = decode.tree(scores[k, :n, :n + 1]).tolist()
    heads = [out[b] for b, _ in some]
    dep = torch.tensor([b + i for b, s in some for i in range(len(s.tokens))])
    head = torch.tensor([b + h - 1 if h else -1 for (b, _), hs in zip(some, heads) for h in hs])
    label = torch.cat([model.rel_scores(rels, d, h).argmax(1) for d, h in zip(dep.split(512), head.split(512))]).tolist()
    at, out = 0, []
    for hs in heads:
        out.append((hs, label[at:at + len(hs)]))
        at += len(hs)
    return out


def f1(tp, predicted, gold):
    p, r = tp / max(1, predicted), tp / max(1, gold)
    return 100 * 2 * p * r / max(1e-9, p + r)


def entity_counts(model, v, starts, d, bias=0.0):
    """one document -> right, predicted, gold: exact spans with type, without pronouns"""
    plain = lambda spans: {(a, z, corpora.ENTITY_LABELS[l].split(".")[0]) for a, z, l in spans if not corpora.ENTITY_LABELS[l].endswith("PRON")}
    pred = plain(entities_of(model, v, list(zip(starts, d)), bias))
    gold = plain((b + a, b + z, l) for b, s in zip(starts, d) for a, z, l in s.spans)
    return np.array([len(pred & gold), len(pred), len(gold)])


def entities(model, pieces, docs, bias=0.0):
    return {"entities": f1(*sum(entity_counts(model, *encode(model, pieces, d), d, bias) for d in docs))}


def event_logits(model, pieces, docs):
    """-> logits, gold, over all documents"""
    logits, gold = [], []
    for d in docs:
        v, _ = encode(model, pieces, d)
        logits.append(model.linear("event", v[EVENTS])[:, 0])
        gold += [x for s in d for x in s.tags["event"]]
    return torch.cat(logits), torch.tensor(gold)


def best_threshold(logits, gold):
    """-> (threshold of the best F1, that F1)"""
    order = logits.argsort(descending=True)
    tp = gold[order].cumsum(0)
    f = 200 * tp / (torch.arange(1, len(gold) + 1) + gold.sum())
    i = int(f.argmax())
    return float(logits[order[i]]), float(f[i])


def events(model, pieces, docs):
    logits, gold = event_logits(model, pieces, docs)
    pred = logits >= 0
    return {"events": f1(int((pred & (gold == 1)).sum()), int(pred.sum()), int(gold.sum())), "events best": best_threshold(logits, gold)[1]}


def sentence_logits(model, pieces, docs):
    """sentence ends from windows that are cut without knowledge of sentences -> logits, gold"""
    logits, gold = [], []
    for d in docs:
        v, _ = encode(model, pieces, d)
        logits.append(model.linear("send", v[SENTENCES])[:, 0])
        gold += [int(i == len(s.tokens) - 1) for s in d for i in range(len(s.tokens))]
    return torch.cat(logits), torch.tensor(gold)


def sentence_f1(logits, gold, threshold):
    """spans of sentences that are right in both ends"""
    pred = (logits >= threshold).int()
    pred[-1] = 1
    p, g = np.flatnonzero(pred.numpy()), np.flatnonzero(gold.numpy())
    a, b = set(zip([-1, *p[:-1]], p)), set(zip([-1, *g[:-1]], g))
    return f1(len(a & b), len(a), len(b))


def syntax(model, pieces, raw, name):
    """raw: documents of read_conllu, taken as one"""
    rows = [r for d in raw for _, s in d for r in s]
    sentences = [s for d in corpora.ud_documents(raw, model.labels) for s in d]
    v, starts = encode(model, pieces, sentences, marks=False)
    out, table = {}, forms.table()
    for k, column in zip(TAGS, (3, 4, 5, 2)):
        pred = [model.labels.lists[k][i] for i in model.linear(k, v[SYNTAX]).argmax(1).tolist()]
        if k == "upos":
            upos = pred
        if k == "lemma":
            pred = [table.get((r[1].lower(), u)) or apply(r[1], s) for r, u, s in zip(rows, upos, pred)]
        out[f"{name} {k}"] = 100 * sum(p == r[column] for p, r in zip(pred, rows)) / len(rows)
    las = uas = 0
    for (heads, rels), (_, s) in zip(parse_of(model, v, list(zip(starts, sentences))), ((0, s) for d in raw for _, s in d)):
        for h, l, r in zip(heads, rels, s):
            if h == int(r[6]):
                uas += 1
                label = "root" if h == 0 else model.labels.lists["rel"][l]
                las += label.split(":")[0] == r[7].split(":")[0]
    out[f"{name} UAS"], out[f"{name} LAS"] = 100 * uas / len(rows), 100 * las / len(rows)
    logits, gold = sentence_logits(model, pieces, [sentences])
    out[f"{name} sentences"] = sentence_f1(logits, gold, 0)
    return out


def supersense(model, pieces, docs):
    counts, labels = np.zeros(3), model.labels.lists["sense"]
    for d in docs:
        sentences = [corpora.Sentence([r[0] for r in s]) for s in d]
        v, starts = encode(model, pieces, sentences)
        scores = model.linear("sense", v[NAMES]).log_softmax(1).numpy()
        for b, s in zip(starts, d):
            gold = corpora.bio_spans([r[3] for r in s])
            pred = corpora.bio_spans([labels[i] for i in decode.viterbi(scores[b:b + len(s)], labels)])
            counts += len(gold & pred), len(pred), len(gold)
    return {"supersense": f1(*counts)}


def emobank(model, pieces, sentences):
    v, starts = encode(model, pieces, sentences)
    rows = list(zip(starts, sentences))
    pred = torch.cat([model.feelings(v[SENTENCES], *padded(rows[i:i + 64])) for i in range(0, len(rows), 64)]).numpy()
    gold = np.array([s.feel for s in sentences])
    return {k: 100 * float(np.corrcoef(pred[:, i], gold[:, i])[0, 1]) for i, k in enumerate(("valence", "arousal", "dominance"))}


_DEV = {}


def dev_data():
    if not _DEV:
        lit = corpora.litbank("dev")
        _DEV.update(entities=[d for d in lit.values() if d[0].spans is not None], events=[d for d in lit.values() if "event" in d[0].tags],
                    ewt=corpora.read_conllu(paths.data("ud", "ewt-dev.conllu")), gum=corpora.read_conllu(paths.data("ud", "gum-dev.conllu")),
                    semcor=corpora.read_semcor("dev"), emobank=corpora.emobank("dev"))
    return _DEV


@torch.no_grad()
def evaluate(model, pieces, quick=False, bias=0.0):
    """-> name -> figure in percent; bias: of entities_of"""
    model.eval()
    d, n = dev_data(), (3 if quick else 1 << 30)
    out = {**entities(model, pieces, d["entities"][:n], bias), **events(model, pieces, d["events"][:n])}
    out.update(syntax(model, pieces, d["ewt"][:n * 10], "ewt"))
    if not quick:
        out.update(syntax(model, pieces, d["gum"], "gum"))
    out.update(supersense(model, pieces, d["semcor"][:max(1, n // 2)]))
    out.update(emobank(model, pieces, d["emobank"][:100 * n]))
    out.update(evaluate_signs.evaluate(model, lambda doc: encode(model, pieces, doc), not quick))
    return out


def main():
    from . import checkpoint
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--average", action="store_true", help="the averaged weights of the checkpoint")
    p.add_argument("--int8", action="store_true", help="compute as the int8 model does")
    p.add_argument("--quick", action="store_true")
    p.add_argument("--bias", type=float, default=0.0, help="taken off the score of no entity (ent.bias of the exported heads)")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    model, pieces, _ = checkpoint.load(a.checkpoint, a.average)
    if a.int8:
        from .quantise import simulate
        simulate(model)
    print(json.dumps({k: round(v, 2) for k, v in evaluate(model, pieces, a.quick, a.bias).items()}, indent=1))


if __name__ == "__main__":
    main()
