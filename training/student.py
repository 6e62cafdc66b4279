"""The smaller model: every other layer of a finished one, with its heads, that goes on learning from the same data and from the larger model's word
vectors and from what its heads say of every word, annotated or not (V. Sanh and others, "DistilBERT", 2019, begin so too). Both share the word embeddings, and so the file words.mrw.

A twin of the finished model, with all its layers, learns on the same way: what a new head asks of the encoder changes it, and what the other heads say
of every word is held to what they said before (Z. Li and D. Hoiem, "Learning without forgetting", 2016)."""
import torch
import torch.nn.functional as F

from .encoder import pretrained_encoder
from .model import EVENTS, NAMES, REVIEW, SENTENCES, SIGNS, SYNTAX, Model, by_length, own_words, padded

SPAN_SHARE = 3      # entities are taught in one sentence of so many: all pairs of words take long


def student(teacher, layers):
    """a Model with so many of the teacher's layers, evenly from all, the last one always; its mixtures begin with what they gave these layers"""
    every = len(teacher.encoder.layers) / layers
    kept = [round((i + 1) * every) - 1 for i in range(layers)]
    model = Model(pretrained_encoder(layers=layers)[0], teacher.labels, **teacher.sizes)
    state = {n: p for n, p in teacher.state_dict().items() if not n.startswith("encoder.layers.")}
    for i, k in enumerate(kept):
        state.update({f"encoder.layers.{i}.{n}": p for n, p in teacher.encoder.layers[k].state_dict().items()})
    state["mix.logits"] = state["mix.logits"][:, [0] + [k + 1 for k in kept]]
    with torch.no_grad():
        model.load_state_dict(state)
    return model


def _near(score, wanted):
    """cross-entropy of the labels [n, labels] with what the teacher gives them, above the teacher's own entropy"""
    return F.kl_div(score.log_softmax(-1), wanted.log_softmax(-1), reduction="none", log_target=True).sum()


def _near_signs(score, wanted):
    """the same where every label is told alone"""
    p = wanted.sigmoid()
    return (F.binary_cross_entropy_with_logits(score, p, reduction="none") - F.binary_cross_entropy_with_logits(wanted, p, reduction="none")).sum()


def _parses(model, teacher, v, wanted, all_s):
    """arcs over all heads of a sentence, and relations along the teacher's own arcs"""
    parts, theirs = model.arc_parts(v), teacher.arc_parts(wanted)
    arc, dep, head = 0, [], []
    for group in by_length(all_s):
        at, mask = padded(group)
        mine, score = model.arc_scores(parts, at, mask)[mask], teacher.arc_scores(theirs, at, mask)
        arc = arc + _near(mine, score[mask])
        best = score.argmax(2)
        dep.append(at[mask])
        head.append(torch.where(best > 0, at[:, :1] + best - 1, -1)[mask])
    dep, head = torch.cat(dep), torch.cat(head)
    return arc, _near(model.rel_scores(model.rel_parts(v), dep, head), teacher.rel_scores(teacher.rel_parts(wanted), dep, head))


def _entities(model, teacher, v, wanted, all_s):
    words, local = own_words(all_s)
    parts, theirs, total = model.span_parts(v[words]), teacher.span_parts(wanted[words]), 0
    for group in by_length(local):
        at, mask = padded(group)
        i = torch.arange(at.shape[1])
        ok = mask[:, :, None] & mask[:, None] & (i[None] >= i[:, None])
        total = total + _near(model.span_scores(parts, at)[ok], teacher.span_scores(theirs, at)[ok])
    return total


def taught(model, teacher, v, batch, below=()):
    """v: the model's word vectors; teacher: needs no gradients; below: of Encoder.forward, where the two share their lowest layers
    -> head -> sum over the words of how far it is from the teacher (knowledge distillation: G. Hinton and others, 2015)"""
    all_s = list(zip(batch.starts, batch.sentences))
    some = [x for i, x in enumerate(all_s) if i % SPAN_SHARE == 0]
    with torch.no_grad():
        wanted = teacher.vectors(batch, below)
    out = {}
    if len(model.encoder.layers) < len(teacher.encoder.layers):        # a twin is free to find vectors of its own
        out["vectors"] = ((v - wanted) ** 2 / wanted.var((1, 2), keepdim=True)).mean((0, 2)).sum()
    v = model.dropped(v)
    for k, mix in (("upos", SYNTAX), ("lemma", SYNTAX), ("sense", NAMES)):
        out[k] = _near(model.linear(k, v[mix]), teacher.linear(k, wanted[mix]))
    for k, mix in (("event", EVENTS), ("send", SENTENCES)):
        out[k] = _near_signs(model.linear(k, v[mix]), teacher.linear(k, wanted[mix]))
    for k, mix in (("signs", SIGNS), ("review", REVIEW)):
        score = lambda m, x: m.linear(k + ".out", m.mlp(k + ".hidden", x))
        out[k] = _near_signs(score(model, v[mix]), score(teacher, wanted[mix]))
    out["arc"], out["rel"] = _parses(model, teacher, v[SYNTAX], wanted[SYNTAX], all_s)
    out["ent"] = SPAN_SHARE * _entities(model, teacher, v[NAMES], wanted[NAMES], some)
    return {"taught " + k: x for k, x in out.items()}
