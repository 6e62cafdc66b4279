"""Encoder and heads together, and the losses of the heads (docs/model.md lists the heads and their layouts)."""
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

from . import signs
from .sentence import IGNORE

SYNTAX, NAMES, EVENTS, SENTENCES, COREF, SIGNS, TONES, REVIEW = range(8)
MIXES = 8
VECTOR, DISTANCES = 64, 8
SPAN_WIDTH = 40
TAGS = ("upos", "xpos", "feats", "lemma")
# weight of what a larger model teaches: word vectors, then what its heads say of every word
TAUGHT = {"vectors": 2.0, "upos": 0.3, "lemma": 0.3, "sense": 0.7, "event": 1.5, "send": 0.5, "arc": 0.6, "rel": 0.4, "ent": 1.0, "signs": 0.5, "review": 0.1}
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
        mixed = self.mix(self.encoder(batch.ids, batch.shapes, batch.places, batch.groups, below))
        h = mixed.shape[-1]
        words = mixed.new_zeros(MIXES, len(batch.counts), h).index_add(1, batch.piece_word, mixed.index_select(1, batch.piece_at))
        return words / batch.counts[None, :, None]

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
        """v: mention vectors [m, VECTOR] in order; at: their tokens -> [m, m + 1]: column 0 the score of no antecedent, column k + 1 of mention
        k, -1e9 for those not before (Dobrovolskii, "Word-Level Coreference Resolution", 2021, with plain bilinear scores)"""
        far = (at[:, None] - at[None]).clamp_min(1)
        d = (far.float().log2().floor().long()).clamp(0, DISTANCES - 1)
        s = v @ self.link["w"] @ v.T + (v @ self.link["before"])[None] + self.link["bias"][0] + self.link["distance"][d]
        s = s.masked_fill(at[:, None] <= at[None], -1e9)
        return torch.cat([(v @ self.link["none"])[:, None] + self.link["bias"][1], s], 1)

    def doers(self, v, at, m, where):
        """v: vectors [n, VECTOR] of words of acts or speech, at: their tokens; m, where: of the mentions -> [2, n, k + 1]: who does (says) it, to whom
        it is done (said); column 0 nobody"""
        gap = where[None] - at[:, None]
        d = gap.abs().clamp_min(1).float().log2().floor().long().clamp(0, DISTANCES - 1) + DISTANCES * (gap > 0)
        s = v @ self.point["w"] @ m.T + (self.point["at"] @ m.T)[:, None] + self.point["distance"][:, d]
        return torch.cat([(self.point["none"] @ v.T + self.point["bias"][:, None])[:, :, None], s], 2)

    # --- losses -------------------------------------------------------------------------------------------------------------

    def losses(self, batch, v):
        """v: vectors(batch), with what is dropped of them -> head -> sum of its losses over what the batch knows for it (known() counts that)"""
        v, out = v.unbind(0), {}
        all_s = list(zip(batch.starts, batch.sentences))
        for k, mix in (*((t, SYNTAX) for t in TAGS), ("sense", NAMES), ("event", EVENTS)):
            some = [(b, s) for b, s in all_s if k in s.tags]
            at = [b + i for b, s in some for i, x in enumerate(s.tags[k]) if x != IGNORE]
            if at:
                gold = torch.tensor([x for _, s in some for x in s.tags[k] if x != IGNORE])
                score = self.linear(k, v[mix][torch.tensor(at)])
                out[k] = (F.binary_cross_entropy_with_logits(score[:, 0], gold.float(), reduction="sum") if k == "event"
                          else F.cross_entropy(score, gold, reduction="sum"))
        some = [(b, s) for b, s in all_s if s.ends]
        if some:
            gold = torch.tensor([float(i == len(s.tokens) - 1) for _, s in some for i in range(len(s.tokens))])
            out["send"] = F.binary_cross_entropy_with_logits(self.linear("send", v[SENTENCES][own_words(some)[0]])[:, 0], gold, reduction="sum")
        some = [(b, s) for b, s in all_s if s.heads]
        if some:
            out.update(self._parse_losses(v[SYNTAX], some))
        some = [(b, s) for b, s in all_s if s.spans is not None]
        if some:
            out["ent"] = self._span_loss(v[NAMES], some)
        some = [(b, s) for b, s in all_s if s.feel]
        if some:
            gold = torch.tensor([s.feel for _, s in some]) - 3
            out["feel"] = F.mse_loss(self.feelings(v[SENTENCES], *padded(some)), gold, reduction="sum") / 3
        out.update(self.later_losses(v, all_s, batch.homes))
        return out

    def later_losses(self, v, all_s, homes):
        """of the heads that other rooms than syntax and names read; v: mixture -> [N, H], all_s: (first word, sentence), homes: its window"""
        out = {**self._sign_losses("signs", v[SIGNS], all_s, signs.SIGNS), **self._sign_losses("review", v[REVIEW], all_s, signs.REVIEW)}
        some = [(b, s) for b, s in all_s if s.tone]
        if some:
            out["tone"] = self._tone_loss(v[TONES], some)
        some = [(b, s) for b, s in all_s if s.meaning is not None]
        if some:
            gold = torch.stack([torch.from_numpy(s.meaning).float() for _, s in some])
            out["meaning"] = (1 - (self.meanings(v[TONES], *padded(some)) * gold).sum(1)).sum()
        out.update(self._coref_loss(v[COREF], all_s, homes))
        out.update(self._doers_loss(v[COREF], all_s, homes))
        return out

    def _sign_losses(self, head, v, all_s, groups):
        some = [(b, s) for b, s in all_s if any(g in groups for g in s.signs)]
        if not some:
            return {}
        words, local = own_words(some)
        scores, out = self.sign_scores(head, v[words]), {}
        for g in groups:
            at = [b + i for b, s in local if g in s.signs for i, x in enumerate(s.signs[g]) if x != IGNORE]
            if at:
                gold = torch.tensor([x for _, s in local if g in s.signs for x in s.signs[g] if x != IGNORE])
                score = scores[g][torch.tensor(at)]
                out["sign " + g] = (F.cross_entropy(score, gold, reduction="sum") if len(groups[g]) > 1
                                    else F.binary_cross_entropy_with_logits(score[:, 0], gold.float(), reduction="sum"))
        return out

    def _tone_loss(self, v, some):
        mode, lapse, valence, tension = self.tones(v, *padded(some))
        gold = [torch.tensor(x) for x in zip(*(s.tone for _, s in some))]
        n = torch.tensor([float(len(s.tokens)) for _, s in some])
        one = lambda score, y: F.cross_entropy(score, y, reduction="none", ignore_index=IGNORE)
        loss = one(mode, gold[0]) + 0.5 * one(lapse, gold[1]) + F.mse_loss(valence, gold[2].float(), reduction="none") + F.mse_loss(tension, gold[3].float(), reduction="none")
        return (loss * n).sum()

    def _coref_loss(self, v, all_s, homes):
        total, groups = 0, {}
        for (b, s), w in zip(all_s, homes):
            if s.mentions is not None:
                groups.setdefault(w, []).extend((b + i, e, old) for i, e, old in s.mentions)
        for ms in groups.values():
            if len(ms) < 2:
                continue
            at, ent = torch.tensor([i for i, _, _ in ms]), torch.tensor([e for _, e, _ in ms])
            s = self.links(self.mention_vectors(v[at]), at)
            right = torch.cat([torch.zeros(len(ms), 1, dtype=torch.bool), (ent[:, None] == ent[None]) & (at[:, None] > at[None])], 1)
            alone = ~right.any(1)
            right[:, 0] = alone
            partly = torch.tensor([old is None for _, _, old in ms])
            known = ~alone | torch.tensor([old is False for _, _, old in ms])      # an antecedent outside the window, or not annotated, teaches nothing
            s = torch.cat([s[:, :1].masked_fill(partly[:, None], -1e9), s[:, 1:]], 1)
            loss = s.logsumexp(1) - s.masked_fill(~right, -1e9).logsumexp(1)
            total = total + loss[known].sum()
        return {"coref": total} if torch.is_tensor(total) else {}

    def _doers_loss(self, v, all_s, homes):
        total, groups = 0, {}
        for (b, s), w in zip(all_s, homes):
            if s.points is not None:
                words, people = groups.setdefault(w, ([], []))
                words += ((b + i, *x) for i, *x in s.points)
                people += ((b + i, e, i in s.selves) for i, e, _ in s.mentions)
        for words, people in groups.values():
            if not words or not people:
                continue
            at, where, ent = torch.tensor([x[0] for x in words]), torch.tensor([x[0] for x in people]), torch.tensor([x[1] for x in people])
            verb = torch.tensor([not said or random.random() < 0.3 for _, _, _, said in words])      # parts of speech are not known here: of words said aloud some
            hidden = torch.tensor([x[3] for x in words])[:, None] & torch.tensor([x[2] for x in people])[None]
            right = torch.stack([torch.stack([torch.isin(ent, torch.tensor(x[role], dtype=torch.long)) for x in words]) & ~hidden for role in (1, 2)])
            right = torch.cat([torch.tensor([[not x[role] for x in words] for role in (1, 2)])[:, :, None], right], 2)
            x = torch.where(verb[:, None], self.act_vectors(v[at]), self.mention_vectors(v[at]))
            s = self.doers(x, at, self.mention_vectors(v[where]), where)
            s = torch.cat([s[:, :, :1], s[:, :, 1:].masked_fill(hidden[None], -1e9)], 2)
            loss = s.logsumexp(2) - s.masked_fill(~right, -1e9).logsumexp(2)
            total = total + loss[right.any(2)].sum()
        return {"point": total} if torch.is_tensor(total) else {}

    def _parse_losses(self, v, some):
        words, local = own_words(some)
        x, arc = v[words], 0
        parts = self.arc_parts(x)
        for group in by_length(local):
            at, mask = padded(group)
            gold = torch.tensor([h for _, s in group for h in s.heads])
            arc = arc + F.cross_entropy(self.arc_scores(parts, at, mask)[mask], gold, reduction="sum")
        known = [(b + i, b + h - 1 if h else -1, r) for b, s in local for i, (h, r) in enumerate(zip(s.heads, s.rels)) if r != IGNORE]
        dep, head, rel = torch.tensor(known).T
        return {"arc": arc, "rel": F.cross_entropy(self.rel_scores(self.rel_parts(x), dep, head), rel, reduction="sum")}

    def _span_loss(self, v, some):
        words, local = own_words(some)
        parts, total = self.span_parts(v[words]), 0
        for group in by_length(local):
            at, mask = padded(group)
            n = at.shape[1]
            gold = torch.zeros(len(group), n, n, dtype=torch.long)
            i = torch.arange(n)
            ok = (mask[:, :, None] & mask[:, None]) & ((i[None] >= i[:, None]) & (i[None] < i[:, None] + SPAN_WIDTH))
            for k, (_, s) in enumerate(group):
                for a, z, l in s.spans:
                    gold[k, a, z] = l
                for a, z in s.unknown_spans:
                    ok[k, a, z] = False
            total = total + F.cross_entropy(self.span_scores(parts, at)[ok], gold[ok], reduction="sum")
        return total


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
            counts["taught " + k] += n
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


def own_words(some):
    """(first word, sentence) of a batch -> places of their words [n], (first among these, sentence)"""
    words, local = [], []
    for b, s in some:
        local.append((len(words), s))
        words += range(b, b + len(s.tokens))
    return torch.tensor(words), local


def by_length(some, budget=40000):
    """groups of (first word, sentence) of like length: at most budget pairs of tokens in a group"""
    group, longest = [], 0
    for b, s in sorted(some, key=lambda p: len(p[1].tokens)):
        longest = len(s.tokens)
        if group and (longest * longest * (len(group) + 1) > budget or longest > 1.3 * len(group[0][1].tokens) + 2):
            yield group
            group = []
        group.append((b, s))
    if group:
        yield group


def padded(group):
    """(first word, sentence) -> places [S, L] (0 where there is none), mask [S, L]"""
    n = max(len(s.tokens) for _, s in group)
    lengths = torch.tensor([len(s.tokens) for _, s in group])
    i = torch.arange(n)[None]
    mask = i < lengths[:, None]
    return torch.where(mask, torch.tensor([b for b, _ in group])[:, None] + i, 0), mask
