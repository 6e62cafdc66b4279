"""The smaller model: every other layer of a finished one, with its heads, that goes on learning from the same data and from the larger model's word
vectors and from what its heads say of every word, annotated or not (V. Sanh and others, "DistilBERT", 2019, begin so too). Both share the word embeddings, and so the file words.mrw.

A twin of the finished model, with all its layers, learns on the same way: what a new head asks of the encoder changes it, and what the other heads say
of every word is held to what they said before (Z. Li and D. Hoiem, "Learning without forgetting", 2016)."""
import math

import torch
import torch.nn.functional as F

from . import gold, signs
from .encoder import pretrained_encoder
from .model import COREF, EVENTS, NAMES, REVIEW, SENTENCES, SIGNS, SPAN_WIDTH, SYNTAX, TONES, Model

SPAN_SHARE = 3      # entities are taught in one sentence of so many: all pairs of words take long


def student(teacher, layers, encoder=None):
    """encoder: to be filled, of so many layers -> a Model with so many of the teacher's layers, evenly from all, the last one always; its mixtures begin with what they gave these layers"""
    every = len(teacher.encoder.layers) / layers
    kept = [round((i + 1) * every) - 1 for i in range(layers)]
    model = Model(encoder or pretrained_encoder(layers=layers)[0], teacher.labels, **teacher.sizes)
    state = {n: p for n, p in teacher.state_dict().items() if not n.startswith("encoder.layers.")}
    for i, k in enumerate(kept):
        state.update({f"encoder.layers.{i}.{n}": p for n, p in teacher.encoder.layers[k].state_dict().items()})
    state["mix.logits"] = state["mix.logits"][:, [0] + [k + 1 for k in kept]]
    with torch.no_grad():
        model.load_state_dict(state)
    return model


def distribution(scores):
    """logits of one or more teachers -> the logarithm of their mean probabilities"""
    logs = torch.stack([x.float().log_softmax(-1) for x in scores])
    return logs.logsumexp(0) - math.log(len(scores)) if len(scores) > 1 else logs[0]


def _near(score, wanted, mask=None):
    """cross-entropy of the labels [..., labels] with what the teachers give them, above the teachers' own entropy"""
    wanted = distribution(wanted)
    far = (wanted.exp() * (wanted - score.float().log_softmax(-1))).sum(-1)
    return far.sum() if mask is None else torch.where(mask, far, 0.0).sum()


def _near_signs(score, wanted):
    """the same where every label is told alone"""
    p = torch.stack([x.float().sigmoid() for x in wanted]).mean(0)
    return (F.binary_cross_entropy_with_logits(score.float(), p, reduction="none") - torch.special.entr(p) - torch.special.entr(1 - p)).sum()


def _parses(model, teachers, v, wanted, groups):
    """arcs over all heads of a sentence, and relations along the teachers' own arcs"""
    parts, theirs = model.arc_parts(v), [t.arc_parts(w) for t, w in zip(teachers, wanted)]
    arc, dep, head, real = 0, [], [], []
    for at, mask in groups:
        scores = [t.arc_scores(p, at, mask) for t, p in zip(teachers, theirs)]
        arc = arc + _near(model.arc_scores(parts, at, mask), scores, mask)
        best = distribution(scores).argmax(2)
        dep.append(at.flatten())
        head.append(torch.where(best > 0, at[:, :1] + best - 1, -1).flatten())
        real.append(mask.flatten())
    dep, head, real = torch.cat(dep), torch.cat(head), torch.cat(real)
    theirs = [t.rel_scores(t.rel_parts(w), dep, head) for t, w in zip(teachers, wanted)]
    return arc, _near(model.rel_scores(model.rel_parts(v), dep, head), theirs, real)


def _entities(model, teachers, v, wanted, asked):
    parts, theirs, total = model.span_parts(v[asked["words"]]), [t.span_parts(w[asked["words"]]) for t, w in zip(teachers, wanted)], 0
    for at, mask in asked["groups"]:
        total = total + _near(model.span_scores(parts, at), [t.span_scores(p, at) for t, p in zip(teachers, theirs)], gold.spans_allowed(mask, SPAN_WIDTH))
    return total


def _people(model, teachers, v, wanted, asked):
    """who is meant and who does it among words that may mean somebody: Kullback-Leibler divergences of the links and of the doers of some words"""
    def scores(m, x):
        some, probes = m.mention_vectors(x[asked["index"]]), x[asked["probes"]]
        probes = torch.where(asked["verb"][..., None], m.act_vectors(probes), m.mention_vectors(probes))
        doers = m.doers(probes, asked["probes"], some, asked["index"])
        return m.links(some, asked["at"]), doers.masked_fill(F.pad(~asked["mask"], (1, 0))[:, None], -1e9)
    mine, theirs = scores(model, v), [scores(t, w) for t, w in zip(teachers, wanted)]
    return _near(mine[0], [x[0] for x in theirs], asked["mask"]), _near(mine[1], [x[1] for x in theirs], asked["asked"].expand(2, -1, -1))


def _sentences(model, teachers, v, wanted, groups):
    """modes and lapses, valence and tension, feelings"""
    tone = feel = 0
    for at, mask in groups:
        n = mask.sum(1)
        mine, theirs = model.tones(v[TONES], at, mask), [t.tones(w[TONES], at, mask) for t, w in zip(teachers, wanted)]
        mean = [torch.stack([x[k].float() for x in theirs]).mean(0) for k in (2, 3)]
        far = F.mse_loss(mine[2].float(), mean[0], reduction="none") + F.mse_loss(mine[3].float(), mean[1], reduction="none")
        tone = tone + (far * n).sum() + sum(_near(mine[k][:, None].expand(-1, mask.shape[1], -1), [x[k][:, None].expand(-1, mask.shape[1], -1) for x in theirs], mask) for k in (0, 1))
        felt = torch.stack([t.feelings(w[SENTENCES], at, mask).float() for t, w in zip(teachers, wanted)]).mean(0)
        feel = feel + (((model.feelings(v[SENTENCES], at, mask).float() - felt) ** 2).mean(1) * n).sum()
    return tone, feel


OLD = {"vectors", "upos", "xpos", "feats", "lemma", "sense", "event", "send", "arc", "rel", "ent", "feel"}
NEW = {"signs", "review", "coref", "point", "tone"}


def taught(model, teachers, v, wanted, asked, heads=OLD | NEW):
    """heads: what is taught; v: the model's word vectors; teachers: models that need no gradients, wanted: their word vectors; asked: gold.of_lessons of the batch, with
    the words that are asked of their signs (or signs of reviews) where not all are
    -> head -> sum over the words of how far it is from the mean of the teachers (knowledge distillation: G. Hinton and others, 2015)"""
    out = {}
    if "vectors" in heads and len(teachers) == 1 and len(model.encoder.layers) < len(teachers[0].encoder.layers):        # a twin is free to find vectors of its own
        out["vectors"] = ((v - wanted[0]) ** 2 / wanted[0].var((1, 2), keepdim=True)).mean((0, 2)).sum()
    v = model.dropped(v)
    mixed = lambda k: [w[k] for w in wanted]
    for k, mix in (("upos", SYNTAX), ("xpos", SYNTAX), ("feats", SYNTAX), ("lemma", SYNTAX), ("sense", NAMES)):
        if k in heads:
            out[k] = _near(model.linear(k, v[mix]), [t.linear(k, w) for t, w in zip(teachers, mixed(mix))])
    for k, mix in (("event", EVENTS), ("send", SENTENCES)):
        if k in heads:
            out[k] = _near_signs(model.linear(k, v[mix]), [t.linear(k, w) for t, w in zip(teachers, mixed(mix))])
    for k, mix in (("signs", SIGNS), ("review", REVIEW)):
        if k in heads:
            at = asked.get(k, slice(None))
            mine, theirs = model.sign_scores(k, v[mix][at]), [t.sign_scores(k, w[at]) for t, w in zip(teachers, mixed(mix))]
            out[k] = sum(signs.WEIGHTS[g] * (_near if x.shape[1] > 1 else _near_signs)(x, [t[g] for t in theirs]) for g, x in mine.items())
    if "arc" in heads:
        out["arc"], out["rel"] = _parses(model, teachers, v[SYNTAX], mixed(SYNTAX), asked["all"])
    if "ent" in heads:
        out["ent"] = SPAN_SHARE * _entities(model, teachers, v[NAMES], mixed(NAMES), asked["ent"])
    if "coref" in heads and "who" in asked:
        out["coref"], out["point"] = _people(model, teachers, v[COREF], mixed(COREF), asked["who"])
    if "tone" in heads or "feel" in heads:
        tone, feel = _sentences(model, teachers, v, wanted, asked["all"])
        out.update({k: x for k, x in (("tone", tone), ("feel", feel)) if k in heads})
    if "meaning" in heads:
        out["meaning"] = sum((1 - (model.meanings(v[TONES], *g).float() * F.normalize(sum(t.meanings(w, *g).float() for t, w in zip(teachers, mixed(TONES))), dim=1)).sum(1)).sum()
                             for g in asked["all"])
    return {"taught " + k: x for k, x in out.items()}
