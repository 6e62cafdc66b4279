"""The layers of the head for doers over the vectors of a shipped encoder, and how they are learnt.

A word's vector is tanh of `coref.act` (verbs) or of `coref.word` (all others, and all mentions), which stands still: links must stay as they are."""
import random
from bisect import bisect_left, bisect_right

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from ..model import DISTANCES, VECTOR

REACH, STRETCH, BATCH = 150, 200, 12        # tokens to a mention: as in src/speech/voices.c; words of a stretch; stretches of a step
RATE, DROP = 1e-3, 0.2
SHARE = 0.6                                 # of the novels' stretches in an epoch


class Head(nn.Module):
    def __init__(self, word, bias):
        """word [VECTOR][H], bias [VECTOR]: of coref.word"""
        super().__init__()
        self.register_buffer("word", word)
        self.register_buffer("word_bias", bias)
        self.act = nn.Linear(word.shape[1], VECTOR)
        self.act.weight.data.copy_(word)
        self.act.bias.data.copy_(bias)
        self.w = nn.Parameter(0.1 * torch.eye(VECTOR).repeat(2, 1, 1) + 0.02 * torch.randn(2, VECTOR, VECTOR))
        self.at, self.none = nn.Parameter(torch.zeros(2, VECTOR)), nn.Parameter(torch.zeros(2, VECTOR))
        self.bias, self.distance = nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(2, 2 * DISTANCES))

    def mention(self, x):
        return torch.tanh(x @ self.word.T + self.word_bias)

    def source(self, x, verb):
        return torch.tanh(torch.where(verb[:, None], self.act(x), x @ self.word.T + self.word_bias))

    def forward(self, v, at, m, where):
        """as Model.doers of training/model.py"""
        gap = where[None] - at[:, None]
        d = gap.abs().clamp_min(1).float().log2().floor().long().clamp(0, DISTANCES - 1) + DISTANCES * (gap > 0)
        s = v @ self.w @ m.T + (self.at @ m.T)[:, None] + self.distance[:, d]
        return torch.cat([(self.none @ v.T + self.bias[:, None])[:, :, None], s], 2)

    def point(self):
        """the tensor coref.point"""
        parts = [p.detach().flatten() for p in (self.w, self.at, self.none, self.bias, self.distance)]
        return torch.cat(parts).numpy().astype(np.float32)[None]


def stretches(book, offset):
    """-> (words, mentions in reach) of each stretch that has both"""
    heads, found = [m[0] for m in book.mentions], {}
    for w in book.words:
        found.setdefault((w[0] + offset) // STRETCH, []).append(w)
    for ws in found.values():
        ms = book.mentions[bisect_left(heads, ws[0][0] - REACH):bisect_right(heads, ws[-1][0] + REACH)]
        if ms:
            yield ws, ms


def scores(head, book, words, ms):
    """-> [2][words][1 + mentions], those out of reach -1e9; right answers, the same shape"""
    at, where = torch.tensor([w[0] for w in words]), torch.tensor([m[0] for m in ms])
    of, said = torch.tensor([m[1] for m in ms]), torch.tensor([w[3] for w in words])
    hidden = (said[:, None] & torch.tensor([m[2] for m in ms])[None]) | ((at[:, None] - where[None]).abs() > REACH) | (at[:, None] == where[None])
    right = torch.stack([torch.stack([torch.isin(of, torch.tensor(w[role], dtype=torch.long)) for w in words]) & ~hidden for role in (1, 2)])
    nobody = torch.tensor([[not w[role] for w in words] for role in (1, 2)])
    take = lambda i: F.dropout(torch.from_numpy(book.vectors[book.row[i.numpy()]]), DROP, head.training)
    verb = torch.from_numpy(book.verb[at.numpy()])
    s = head(head.source(take(at), verb), at, head.mention(take(where)), where)
    return torch.cat([s[:, :, :1], s[:, :, 1:].masked_fill(hidden[None], -1e9)], 2), torch.cat([nobody[:, :, None], right], 2)


def loss(head, book, words, ms):
    """-> sum over the words whose person is in reach, their number"""
    s, right = scores(head, book, words, ms)
    lost = s.logsumexp(2) - s.masked_fill(~right, -1e9).logsumexp(2)
    known = right.any(2)
    return lost[known].sum(), int(known.sum())


def learn(head, novels, passages, epochs, say):
    optimiser, rng = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01), random.Random(1)
    head.train()
    for epoch in range(epochs):
        items = []
        for n, books in enumerate((passages, novels)):
            for b in books:
                some = list(stretches(b, rng.randrange(STRETCH)))
                items += [(b, *x) for x in (rng.sample(some, int(SHARE * len(some))) if n else some)]
        rng.shuffle(items)
        total = count = 0
        for first in range(0, len(items), BATCH):
            for g in optimiser.param_groups:
                g["lr"] = RATE * max(0.01, 1 - (epoch + first / len(items)) / epochs)
            losses = [loss(head, *x) for x in items[first:first + BATCH]]
            n = sum(k for _, k in losses)
            if not n:
                continue
            value = sum(x for x, _ in losses)
            optimiser.zero_grad()
            (value / max(n, 60)).backward()
            optimiser.step()
            total, count = total + float(value.detach()), count + n
        say(f"epoch {epoch + 1}: {total / max(1, count):.3f} a word")
    head.eval()


@torch.no_grad()
def figures(head, books):
    """share of those whose person (persons summed) is chosen, of those in reach: of acts, nobody counted; of quotations, by the mean over their words"""
    right, total = np.zeros(4), np.zeros(4)
    for b in books:
        said = {}
        for words, ms in stretches(b, 0):
            s, _ = scores(head, b, words, ms)
            p = s.softmax(2)
            persons = sorted({m[1] for m in ms if m[1] >= 0})
            if not persons:
                continue
            of = torch.stack([torch.tensor([float(m[1] == x) for m in ms]) for x in persons], 1)
            shares = torch.cat([p[:, :, :1], p[:, :, 1:] @ of], 2).numpy()
            for k, w in enumerate(words):
                for role in (0, 1):
                    if w[3]:
                        sums = said.setdefault((w[4], role, w[1 + role]), {})
                        for x, y in zip(persons, shares[role, k, 1:]):
                            sums[x] = sums.get(x, 0) + y
                    elif not w[1 + role] or set(w[1 + role]) & set(persons):
                        best = int(shares[role, k].argmax())
                        total[role] += 1
                        right[role] += persons[best - 1] in w[1 + role] if best else not w[1 + role]
        for (_, role, gold), sums in said.items():
            if set(gold) & set(sums):
                total[2 + role] += 1
                right[2 + role] += max(sums, key=sums.get) in gold
    names = ("doer", "done to", "speaker of a quotation", "hearer")
    return ", ".join(f"{n} {100 * r / max(1, t):.1f} of {int(t)}" for n, r, t in zip(names, right, total))
