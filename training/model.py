"""Encoder and heads together, and the losses of the heads (docs/model.md lists the heads and their layouts)."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import signs
from .gold import NONE
from .sentence import IGNORE

SYNTAX, NAMES, EVENTS, SENTENCES, COREF, SIGNS, TONES, REVIEW = range(8)
MIXES = 8
VECTOR, DISTANCES = 64, 8
SPAN_WIDTH = 40
TAGS = ("upos", "xpos", "feats", "lemma")
# weight of what a larger model teaches: word vectors, then what its heads say of every word
TAUGHT = {"vectors": 2.0, "upos": 0.3, "xpos": 0.2, "feats": 0.15, "lemma": 0.3, "sense": 0.7, "event": 1.5, "send": 0.5, "arc": 0.6, "rel": 0.4, "ent": 1.0,
          "signs": 2.0, "review": 0.3, "coref": 0.7, "point": 0.5, "tone": 0.5, "feel": 1.0, "meaning": 0.5}
# weight of each head's loss, a mean over the head's own tokens (entities: a sum over spans by tokens)
WEIGHTS = {"ent": 1.0, "event": 1.5, "upos": 0.5, "xpos": 0.4, "feats": 0.3, "lemma": 0.8, "arc": 0.6, "rel": 0.6, "send": 0.7,
           "sense": 1.0, "feel": 5.0, "coref": 1.0, "point": 0.7, "tone": 0.5, "meaning": 0.5, **{f"taught {k}": x for k, x in TAUGHT.items()}, **{"sign " + g: 2.5 * w for g, w in signs.WEIGHTS.items()}}


class Mix(nn.Module):
    """learnt mixtures of the encoder's layers (Peters et al., "Deep contextualized word representations", 2018)"""

    def __init__(self, layers):
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(MIXES, layers + 1))
        self.scale = nn.Parameter(torch.ones(MIXES))

    def weights(self):
        return self.logits.softmax(1) * self.scale[:, None]

    def forward(self, outs):
        """[layers + 1] tensors [P, H] -> [MIXES, P, H]"""
        flat = torch.stack(outs)
        return (self.weights() @ flat.view(len(outs), -1)).view(MIXES, *outs[0].shape)


class Model(nn.Module):
    """all heads on one encoder; A, R, E, Fh, S, T: widths of the arc, relation, entity, feeling, sign (review) and tone heads"""

    def __init__(self, encoder, labels, A=192, R=96, E=128, Fh=96, S=256, T=96, drop=0.2):
        super().__init__()
        h = encoder.config["width"]
        self.encoder, self.labels, self.drop = encoder, labels, drop
        self.sizes = dict(A=A, R=R, E=E, Fh=Fh, S=S, T=T)
        self.mix = Mix(encoder.config["layers"])
        n = {k: len(v) for k, v in labels.lists.items()}
        lin = {"send": (h, 1), "event": (h, 1), "sense": (h, n["sense"]), **{k: (h, n[k]) for k in TAGS},
               "arc.dep": (h, A), "arc.head": (h, A), "arc.u": (A, A), "arc.root": (A, 1),
               "rel.dep": (h, R), "rel.head": (h, R), "rel.u": (R, n["rel"] * R), "rel.lin": (2 * R, n["rel"]),
               "ent.start": (h, E), "ent.end": (h, E), "ent.u": (E, n["ent"] * E), "ent.lin.s": (E, n["ent"]), "ent.lin.e": (E, n["ent"]),
               "feel.hidden": (h, Fh), "feel.out": (Fh, 3),
               "signs.hidden": (h, S), "signs.out": (S, sum(map(len, signs.SIGNS.values()))),
               "review.hidden": (h, S), "review.out": (S, sum(map(len, signs.REVIEW.values()))),
               "tone.hidden": (h, T), "tone.out": (T, len(signs.MODES) + len(signs.LAPSES) + 2), "meaning": (h, VECTOR), "coref.word": (h, VECTOR),
               "coref.act": (h, VECTOR)}
        self.lin = nn.ModuleDict({k.replace(".", "_"): nn.Linear(*d) for k, d in lin.items()})
        for k in ("arc_u", "rel_u", "ent_u"):
            nn.init.normal_(self.lin[k].weight, std=self.lin[k].in_features ** -1.0)
            nn.init.zeros_(self.lin[k].bias)
        for k, p in (("event", 0.05), ("send", 0.05)):
            nn.init.constant_(self.lin[k].bias, torch.logit(torch.tensor(p)).item())
        self.link = nn.ParameterDict({"w": nn.Parameter(torch.eye(VECTOR) * 0.5), "before": nn.Parameter(torch.zeros(VECTOR)),
                                      "none": nn.Parameter(torch.zeros(VECTOR)), "bias": nn.Parameter(torch.zeros(2)), "distance": nn.Parameter(torch.zeros(DISTANCES))})
        self.point = nn.ParameterDict({"w": nn.Parameter(torch.eye(VECTOR).repeat(2, 1, 1) * 0.1), "at": nn.Parameter(torch.zeros(2, VECTOR)),
                                       "none": nn.Parameter(torch.zeros(2, VECTOR)), "bias": nn.Parameter(torch.zeros(2)), "distance": nn.Parameter(torch.zeros(2, 2 * DISTANCES))})
        for k, groups in (("signs_out", signs.SIGNS), ("review_out", signs.REVIEW)):
            nn.init.constant_(self.lin[k].bias, -2.0)   # most words bear no sign
            with torch.no_grad():
                for at, g in places(groups):
                    if len(groups[g]) > 1:
                        self.lin[k].bias[at] = 2.0
        nn.init.zeros_(self.lin["ent_lin_s"].bias)
        nn.init.zeros_(self.lin["ent_lin_e"].bias)
        with torch.no_grad():
            self.lin["ent_lin_e"].bias[0] = 5.0         # most spans are no entity

    # --- word vectors -------------------------------------------------------------------------------------------------------

    def vectors(self, batch, below=()):
        """-> [MIXES, N, H]: for each mixture the mean over each word's pieces; below: of Encoder.forward"""
        return words_of(batch, self.mix(self.encoder(batch.ids, batch.shapes, batch.places, batch.groups, below)))

    def layers(self, batch):
        """-> [layers + 1, N, H]: the same of each layer's outputs; self.mix(list(...)) of it are the vectors"""
        return words_of(batch, torch.stack(self.encoder(batch.ids, batch.shapes, batch.places, batch.groups)))

    def dropped(self, x):
        return F.dropout(x, self.drop, self.training)

    def linear(self, name, x):
        return self.lin[name.replace(".", "_")](x)

    def mlp(self, name, x):
        return self.dropped(F.relu(self.linear(name, x)))

    # --- scores -------------------------------------------------------------------------------------------------------------

    def arc_parts(self, x):
        """x [n, H] -> dependents [n, A], their scores as root [n, 1], (arc.u head) [n, A]"""
        dep, head = self.mlp("arc.dep", x), self.mlp("arc.head", x)
        return dep, self.linear("arc.root", dep), self.linear("arc.u", head)

    def arc_scores(self, parts, at, mask):
        """biaffine attention (Dozat & Manning, "Deep biaffine attention for neural dependency parsing", 2017).
        parts: of arc_parts; at, mask: [S, L] -> [S, L, L + 1]: column 0 is the root, column h + 1 head h"""
        dep, root, key = (p[at] for p in parts)
        s = torch.cat([root, dep @ key.transpose(1, 2)], 2)
        return s.masked_fill(F.pad(~mask, (1, 0))[:, None, :], -1e9)

    def rel_parts(self, x):
        """x [n, H] -> dependents [n, R], heads [n + 1, R], the last one zeros: the root"""
        head = self.mlp("rel.head", x)
        return self.mlp("rel.dep", x), torch.cat([head, head.new_zeros(1, head.shape[1])])

    def rel_scores(self, parts, dep_at, head_at):
        """parts: of rel_parts; dep_at, head_at [m] (-1: root) -> [m, labels]"""
        dep, head = parts[0][dep_at], parts[1][head_at]
        u = self.linear("rel.u", head).view(len(dep), -1, dep.shape[1])
        return (u @ dep[:, :, None])[:, :, 0] + self.linear("rel.lin", torch.cat([dep, head], 1))

    def span_parts(self, x):
        """start [n, E], (ent.u end) [n, labels, E], linear terms [n, labels] of starts and of ends"""
        start, end = self.mlp("ent.start", x), self.mlp("ent.end", x)
        return (start, self.linear("ent.u", end).view(len(x), -1, start.shape[1]), self.linear("ent.lin.s", start), self.linear("ent.lin.e", end))

    def span_scores(self, parts, at):
        """entities as pairs of a first and a last token (Yu et al., "Named entity recognition as dependency parsing", 2020).
        parts: of span_parts; at [S, L] -> [S, L first, L last, labels]"""
        start, end, ls, le = (p[at] for p in parts)
        s, n, labels, e = end.shape
        pair = (start @ end.reshape(s, n * labels, e).transpose(1, 2)).view(s, n, n, labels)
        return pair + ls[:, :, None] + le[:, None]

    def feelings(self, x, at, mask):
        """x: [n, H]; at, mask [S, L] -> [S, 3]: valence, arousal, dominance minus 3"""
        mean = (x[at] * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.linear("feel.out", self.mlp("feel.hidden", mean))

    def tones(self, x, at, mask):
        """as feelings -> modes [S, 4] and lapses [S, 8] (logits), valence and tension [S]"""
        mean = (x[at] * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        out = self.linear("tone.out", self.mlp("tone.hidden", mean))
        m, n = len(signs.MODES), len(signs.MODES) + len(signs.LAPSES)
        return out[:, :m], out[:, m:n], out[:, n], out[:, n + 1]

    def meanings(self, x, at, mask):
        """as feelings -> [S, VECTOR], of length 1"""
        return F.normalize(self.linear("meaning", (x[at] * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)), dim=1)

    def sign_scores(self, head, x):
        """head: signs or review; x [n, H] -> group -> logits [n, labels]"""
        out = self.linear(head + ".out", self.mlp(head + ".hidden", x))
        return dict(zip(signs.SIGNS if head == "signs" else signs.REVIEW, out.split([len(v) for v in (signs.SIGNS if head == "signs" else signs.REVIEW).values()], 1)))

    def mention_vectors(self, x):
        return torch.tanh(self.linear("coref.word", x))

    def act_vectors(self, x):
        """of verbs, where doers are looked for"""
        return torch.tanh(self.linear("coref.act", x))

    def links(self, v, at):
        """v: mention vectors [..., m, VECTOR] in order; at: their tokens -> [..., m, m + 1]: column 0 the score of no antecedent, column k + 1 of mention
        k, -1e9 for those not before (Dobrovolskii, "Word-Level Coreference Resolution", 2021, with plain bilinear scores)"""
        gap = at[..., :, None] - at[..., None, :]
        d = gap.clamp_min(1).float().log2().floor().long().clamp(0, DISTANCES - 1)
        s = v @ self.link["w"] @ v.mT + (v @ self.link["before"])[..., None, :] + self.link["bias"][0] + self.link["distance"][d]
        s = s.masked_fill(gap <= 0, -1e9)
        return torch.cat([(v @ self.link["none"])[..., None] + self.link["bias"][1], s], -1)

    def doers(self, v, at, m, where):
        """v: vectors [..., n, VECTOR] of words of acts or speech, at: their tokens; m, where: of the mentions -> [2, ..., n, k + 1]: who does (says) it, to
        whom it is done (said); column 0 nobody"""
        gap = where[..., None, :] - at[..., :, None]
        d = gap.abs().clamp_min(1).float().log2().floor().long().clamp(0, DISTANCES - 1) + DISTANCES * (gap > 0)

        def role(r):
            p = {k: x[r] for k, x in self.point.items()}
            s = v @ p["w"] @ m.mT + (m @ p["at"])[..., None, :] + p["distance"][d]
            return torch.cat([(v @ p["none"])[..., None] + p["bias"], s], -1)
        return torch.stack([role(0), role(1)])

    # --- losses -------------------------------------------------------------------------------------------------------------

    def losses(self, gold, v):
        """gold: of training/gold.py; v: vectors of the batch, with what is dropped of them -> head -> sum of its losses over what the batch knows for
        it (known() counts that)"""
        v, out = v.unbind(0), {}
        for k, (at, y) in gold["tags"].items():
            out[k] = one_of(self.linear(k, v[MIX_OF.get(k, SYNTAX)][at]), y)
        if "send" in gold:
            at, y = gold["send"]
            out["send"] = one_of(self.linear("send", v[SENTENCES][at]), y)
        if "parse" in gold:
            out.update(self._parse_losses(v[SYNTAX], gold["parse"]))
        if "ent" in gold:
            parts = self.span_parts(v[NAMES][gold["ent"]["words"]])
            out["ent"] = sum(one_of(self.span_scores(parts, at).flatten(0, 2), y.flatten()) for at, y in gold["ent"]["groups"])
        if "feel" in gold:
            at, mask, y = gold["feel"]
            out["feel"] = F.mse_loss(self.feelings(v[SENTENCES], at, mask).float(), y, reduction="sum") / 3
        return {**out, **self.later_losses(gold, v)}

    def later_losses(self, gold, v):
        """of the heads that other rooms than syntax and names read; v: mixture -> [N, H]"""
        out = {}
        for head, mix in (("signs", SIGNS), ("review", REVIEW)):
            if head in gold:
                scores = self.sign_scores(head, v[mix][gold[head]["words"]])
                out.update(("sign " + g, one_of(scores[g][at], y)) for g, (at, y) in gold[head]["groups"].items())
        if "tone" in gold:
            out["tone"] = self._tone_loss(v[TONES], *gold["tone"])
        if "meaning" in gold:
            at, mask, y = gold["meaning"]
            out["meaning"] = (1 - (self.meanings(v[TONES], at, mask).float() * y).sum(1)).sum()
        if "coref" in gold:
            out["coref"] = self._coref_loss(v[COREF], gold["coref"])
        if "point" in gold:
            out["point"] = self._doers_loss(v[COREF], gold["point"])
        return out

    def _tone_loss(self, v, at, mask, modes, lapses, values, tensions, n):
        mode, lapse, valence, tension = (x.float() for x in self.tones(v, at, mask))
        one = lambda score, y: F.cross_entropy(score, y, reduction="none", ignore_index=IGNORE)
        loss = one(mode, modes) + 0.5 * one(lapse, lapses) + F.mse_loss(valence, values, reduction="none") + F.mse_loss(tension, tensions, reduction="none")
        return (loss * n).sum()

    def _coref_loss(self, v, gold):
        s = self.links(self.mention_vectors(v[gold["index"]]), gold["at"]).float()
        s = torch.cat([s[..., :1].masked_fill(gold["partly"][..., None], -1e9), s[..., 1:]], -1)
        return torch.where(gold["known"], any_of(s, gold["right"]), 0.0).sum()

    def _doers_loss(self, v, gold):
        x = v[gold["index"]]
        x = torch.where(gold["verb"][..., None], self.act_vectors(x), self.mention_vectors(x))
        s = self.doers(x, gold["at"], self.mention_vectors(v[gold["people"]]), gold["people"]).float()
        s = torch.cat([s[..., :1], s[..., 1:].masked_fill(gold["hidden"][None], -1e9)], -1)
        return torch.where(gold["right"].any(-1), any_of(s, gold["right"]), 0.0).sum()

    def _parse_losses(self, v, gold):
        x = v[gold["words"]]
        parts = self.arc_parts(x)
        arc = sum(one_of(self.arc_scores(parts, at, mask).flatten(0, 1), y.flatten()) for at, mask, y in gold["groups"])
        dep, head, rel = gold["rel"]
        return {"arc": arc, "rel": one_of(self.rel_scores(self.rel_parts(x), dep, head), rel)}


MIX_OF = {"sense": NAMES, "event": EVENTS}      # of tags; the others: SYNTAX


def words_of(batch, pieces):
    """[K, P, H] of wordpieces -> [K, N, H]: the mean over each word's pieces"""
    words = pieces.new_zeros(len(pieces), len(batch.counts), pieces.shape[-1]).index_add(1, batch.piece_word, pieces.index_select(1, batch.piece_at))
    return words / batch.counts[None, :, None]


def one_of(scores, y):
    """scores [n, labels] against labels [n] (gold.NONE: left out); one label alone is there or not -> sum"""
    if scores.shape[1] == 1:
        return F.binary_cross_entropy_with_logits(scores[:, 0].float(), y.float(), reduction="sum")
    return F.cross_entropy(scores.float(), y, reduction="sum", ignore_index=NONE)


def any_of(scores, right):
    """-> how unlikely it is that the choice falls on none of what is right"""
    return scores.logsumexp(-1) - scores.masked_fill(~right, -1e9).logsumexp(-1)


def known(sentences):
    """head -> how many tokens (feel: sentences) teach it; at least a few, so that a rare one does not rule a batch"""
    out = dict.fromkeys(WEIGHTS, 100)
    out["feel"] = out["meaning"] = 6
    out["coref"] = out["point"] = 30
    counts = dict.fromkeys(WEIGHTS, 0)
    for s in sentences:
        n = len(s.tokens)
        for k, v in s.tags.items():
            counts[k] += n - v.count(IGNORE)
        for k in TAUGHT:
            counts["taught " + k] += 1 if k == "meaning" else n // 8 if k in ("coref", "point") else n       # so many of them are asked, about
        counts["send"] += n if s.ends else 0
        counts["ent"] += n if s.spans is not None else 0
        counts["feel"] += s.feel is not None
        counts["tone"] += n if s.tone else 0
        counts["meaning"] += s.meaning is not None
        counts["coref"] += len(s.mentions or ())
        counts["point"] += 2 * len(s.points or ())
        for g, row in s.signs.items():
            counts["sign " + g] += n - row.count(IGNORE)
        if s.heads:
            counts["arc"] += n
            counts["rel"] += n - s.rels.count(IGNORE)
    return {k: max(out[k], counts[k]) for k in out}


def places(groups):
    """groups of labels laid end to end -> (place of its first label, group)"""
    at = 0
    for g, labels in groups.items():
        yield at, g
        at += len(labels)


def optimiser(model, encoder_rate, head_rate, decay=0.01):
    """AdamW over what is to be learnt: the encoder at a rate of its own (but for the word shapes, which it never had), no decay of biases and norms; each
    group keeps its highest rate as `base`"""
    groups = {}
    for name, p in model.named_parameters():
        if p.requires_grad:
            inner, flat = name.startswith("encoder.") and name != "encoder.shapes", p.ndim < 2
            groups.setdefault((encoder_rate if inner else head_rate, 0.0 if flat else decay), []).append(p)
    return torch.optim.AdamW([dict(params=ps, lr=r, base=r, weight_decay=d) for (r, d), ps in groups.items()], betas=(0.9, 0.99), fused=True)
