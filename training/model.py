"""Encoder and heads together, and the losses of the heads (docs/model.md lists the heads and their layouts)."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .sentence import IGNORE

SYNTAX, NAMES, EVENTS, SENTENCES = range(4)
SPAN_WIDTH = 40
TAGS = ("upos", "xpos", "feats", "lemma")
# weight of each head's loss, a mean over the head's own tokens (entities: a sum over spans by tokens)
WEIGHTS = {"ent": 1.0, "event": 1.5, "upos": 0.5, "xpos": 0.4, "feats": 0.3, "lemma": 0.8, "arc": 0.6, "rel": 0.6, "send": 0.7,
           "sense": 1.0, "feel": 5.0}


class Mix(nn.Module):
    """four learnt mixtures of the encoder's layers (Peters et al., "Deep contextualized word representations", 2018)"""

    def __init__(self, layers):
        super().__init__()
        self.logits = nn.Parameter(torch.zeros(4, layers + 1))
        self.scale = nn.Parameter(torch.ones(4))

    def weights(self):
        return self.logits.softmax(1) * self.scale[:, None]

    def forward(self, outs):
        """[layers + 1] tensors [P, H] -> [4, P, H]"""
        flat = torch.stack(outs)
        return (self.weights() @ flat.view(len(outs), -1)).view(4, *outs[0].shape)


class Model(nn.Module):
    """all heads on one encoder; A, R, E, Fh: widths of the arc, relation, entity and feeling heads"""

    def __init__(self, encoder, labels, A=192, R=96, E=128, Fh=96, drop=0.2):
        super().__init__()
        h = encoder.config["width"]
        self.encoder, self.labels, self.drop = encoder, labels, drop
        self.sizes = dict(A=A, R=R, E=E, Fh=Fh)
        self.mix = Mix(encoder.config["layers"])
        n = {k: len(v) for k, v in labels.lists.items()}
        lin = {"send": (h, 1), "event": (h, 1), "sense": (h, n["sense"]), **{k: (h, n[k]) for k in TAGS},
               "arc.dep": (h, A), "arc.head": (h, A), "arc.u": (A, A), "arc.root": (A, 1),
               "rel.dep": (h, R), "rel.head": (h, R), "rel.u": (R, n["rel"] * R), "rel.lin": (2 * R, n["rel"]),
               "ent.start": (h, E), "ent.end": (h, E), "ent.u": (E, n["ent"] * E), "ent.lin.s": (E, n["ent"]), "ent.lin.e": (E, n["ent"]),
               "feel.hidden": (h, Fh), "feel.out": (Fh, 3)}
        self.lin = nn.ModuleDict({k.replace(".", "_"): nn.Linear(*d) for k, d in lin.items()})
        for k in ("arc_u", "rel_u", "ent_u"):
            nn.init.normal_(self.lin[k].weight, std=self.lin[k].in_features ** -1.0)
            nn.init.zeros_(self.lin[k].bias)
        for k, p in (("event", 0.05), ("send", 0.05)):
            nn.init.constant_(self.lin[k].bias, torch.logit(torch.tensor(p)).item())
        nn.init.zeros_(self.lin["ent_lin_s"].bias)
        nn.init.zeros_(self.lin["ent_lin_e"].bias)
        with torch.no_grad():
            self.lin["ent_lin_e"].bias[0] = 5.0         # most spans are no entity

    # --- word vectors -------------------------------------------------------------------------------------------------------

    def vectors(self, batch):
        """-> [4, N, H]: for each mixture the mean over each word's pieces"""
        mixed = self.mix(self.encoder(batch.ids, batch.shapes, batch.places, batch.groups))
        h = mixed.shape[-1]
        words = mixed.new_zeros(4, len(batch.counts), h).index_add(1, batch.piece_word, mixed.index_select(1, batch.piece_at))
        return words / batch.counts[None, :, None]

    def _drop(self, x):
        return F.dropout(x, self.drop, self.training)

    def linear(self, name, x):
        return self.lin[name.replace(".", "_")](x)

    def mlp(self, name, x):
        return self._drop(F.relu(self.linear(name, x)))

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

    # --- losses -------------------------------------------------------------------------------------------------------------

    def losses(self, batch):
        """-> head -> sum of its losses over what the batch knows for it (known() counts that)"""
        v = self._drop(self.vectors(batch)).unbind(0)
        out = {}
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
        return out

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
    out["feel"] = 6
    counts = dict.fromkeys(WEIGHTS, 0)
    for s in sentences:
        n = len(s.tokens)
        for k, v in s.tags.items():
            counts[k] += n - v.count(IGNORE)
        counts["send"] += n if s.ends else 0
        counts["ent"] += n if s.spans is not None else 0
        counts["feel"] += s.feel is not None
        if s.heads:
            counts["arc"] += n
            counts["rel"] += n - s.rels.count(IGNORE)
    return {k: max(out[k], counts[k]) for k in out}


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
