"""Figures on dev of the heads for signs, tones, links: of words, not of rows (the program's own scorers measure those)."""
import numpy as np
import torch

from . import corpora, signs
from .gold import padded
from .model import COREF, REVIEW, SIGNS, TONES
from .sentence import IGNORE


def dev_data():
    return {"passages": signs.passages("dev"), "reviews": signs.reviews("dev"), "rst": signs.trees("dev"), "spoken": [d[200:500] for d in signs.spoken("dev")],
            "coref": [d for d in corpora.litbank("dev").values() if d[0].mentions is not None]}


def group_scores(encode, model, head, docs, groups):
    """-> group -> (logits [n, labels], gold [n]) over the labelled words"""
    found = {g: ([], []) for g in groups}
    for d in docs:
        v, starts = encode(d)
        scores = model.sign_scores(head, v[SIGNS if head == "signs" else REVIEW])
        for g in groups:
            gold = [x for s in d for x in s.signs.get(g, [IGNORE] * len(s.tokens))]
            at = [i for i, x in enumerate(gold) if x != IGNORE]
            found[g][0].append(scores[g][at])
            found[g][1].extend(gold[i] for i in at)
    return {g: (torch.cat(a), torch.tensor(b)) for g, (a, b) in found.items() if b}


def word_f1(logits, gold):
    """F1 of words over the labels that are not O"""
    pred = logits.argmax(1) if logits.shape[1] > 1 else (logits[:, 0] >= 0).long()
    right = int(((pred == gold) & (gold > 0)).sum())
    return 200 * right / max(1, int((pred > 0).sum()) + int((gold > 0).sum()))


def calibration(logits, gold, bins=10):
    """expected calibration error in percent of the probability that a word bears the group's likeliest sign"""
    if logits.shape[1] > 1:
        p, label = logits.softmax(1)[:, 1:].max(1)
        hit = gold == label + 1
    else:
        p, hit = logits[:, 0].sigmoid(), gold == 1
    k, total = (p * bins).long().clamp(0, bins - 1), 0.0
    for b in range(bins):
        at = k == b
        if at.any():
            total += float(at.sum()) * abs(float(p[at].mean()) - float(hit[at].float().mean()))
    return 100 * total / len(gold)


def coref(encode, model, docs):
    """share of mentions, of those whose antecedents or want of any stand in the stretch, that are linked rightly; stretches of 200 words"""
    right = total = 0
    for d in docs:
        v, starts = encode(d)
        ms = [(b + i, e, old) for b, s in zip(starts, d) for i, e, old in s.mentions]
        for first in range(0, v.shape[1], 200):
            some = [m for m in ms if first <= m[0] < first + 200]
            if len(some) < 2:
                continue
            at, ent = torch.tensor([m[0] for m in some]), [m[1] for m in some]
            best = model.links(model.mention_vectors(v[COREF][at]), at).argmax(1).tolist()
            for k, (b, (_, e, old)) in enumerate(zip(best, some)):
                alone = e not in ent[:k]
                if alone and old:
                    continue
                total += 1
                right += b == 0 if alone else b > 0 and ent[b - 1] == e
    return 100 * right / max(1, total)


def doers(encode, model, docs):
    """-> share of the words of acts, and of words said aloud, whose doer (speaker) and whose receiver (hearer; or nobody) are found among the marked
    mentions of 250 words"""
    right, total = torch.zeros(2, 2), torch.zeros(2, 2)
    for d in docs:
        v, starts = encode(d)
        x, verbs = model.mention_vectors(v[COREF]), model.act_vectors(v[COREF])
        words = [(b + i, *p) for b, s in zip(starts, d) for i, *p in s.points or ()]
        people = [(b + i, e, i in s.selves) for b, s in zip(starts, d) for i, e, _ in s.mentions]
        for first in range(0, x.shape[0], 250):
            ws, ms = ([m for m in some if first <= m[0] < first + 250] for some in (words, people))
            for said in (False, True):
                at, who = [w for w in ws if w[3] == said], [m for m in ms if not (said and m[2])]
                if not at or not who:
                    continue
                a, m = torch.tensor([w[0] for w in at]), torch.tensor([w[0] for w in who])
                p = model.doers((x if said else verbs)[a], a, x[m], m).softmax(2)
                ents = sorted({w[1] for w in who})
                of = torch.stack([torch.tensor([w[1] == e for w in who]) for e in ents]).float()
                best = torch.cat([p[:, :, :1], p[:, :, 1:] @ of.T], 2).argmax(2).tolist()
                for role in (0, 1):
                    for k, w in enumerate(at):
                        gold = w[1 + role]
                        if gold and not set(gold) & set(ents):
                            continue
                        total[int(said), role] += 1
                        b = best[role][k]
                        right[int(said), role] += ents[b - 1] in gold if b else not gold
    share = (100 * right / total.clamp_min(1)).tolist()
    return dict(zip(("doer", "done to", "speaker", "spoken to"), share[0] + share[1]))


def tones(encode, model, docs):
    modes, values = [], []
    for d in docs:
        some = [s for s in d if s.tone]
        if not some:
            continue
        v, starts = encode(d)
        mode, _, valence, tension = model.tones(v[TONES], *padded(list(zip(starts, d))))
        n = torch.tensor([float(len(s.tokens)) for s in d])
        modes.append(int((mode.softmax(1) * n[:, None]).sum(0).argmax()) == some[0].tone[0])
        values.append((float((valence * n).sum() / n.sum()), some[0].tone[2], float((tension * n).sum() / n.sum()), some[0].tone[3]))
    a = np.array(values).T
    return {"mode": 100 * float(np.mean(modes)), "tone valence": 100 * float(np.corrcoef(a[0], a[1])[0, 1]), "tension": 100 * float(np.corrcoef(a[2], a[3])[0, 1])}


_DEV = {}


def sign_parts():
    """-> (head, dev documents, groups of signs that these teach)"""
    if not _DEV:
        _DEV.update(dev_data())
    return (("signs", _DEV["passages"], signs.PASSAGE_GROUPS), ("signs", _DEV["rst"], ["discourse"]),
            ("signs", [[signs.without_marks(s) for s in d] for d in _DEV["spoken"]], ["spoken", "cue"]), ("review", _DEV["reviews"], list(signs.REVIEW)))


def all_documents():
    """that evaluate asks for"""
    return [d for _, docs, _ in sign_parts() for d in docs] + _DEV["coref"] + _DEV["spoken"]


@torch.no_grad()
def evaluate(model, encode, errors=False):
    """encode: a document -> (vectors, first word of each sentence). errors: calibration errors too"""
    out = {}
    for head, docs, groups in sign_parts():
        for g, (logits, gold) in group_scores(encode, model, head, docs, groups).items():
            out["sign " + g] = word_f1(logits, gold)
            if errors:
                out["error " + g] = calibration(logits, gold)
    return {**out, **tones(encode, model, _DEV["passages"]), "links": coref(encode, model, _DEV["coref"]),
            **doers(encode, model, _DEV["passages"] + _DEV["spoken"])}
