"""The model of src/speech/decode.c in torch: a second-order chain over the turns of a scene.

The score of a row of speakers is the sum of what each turn's own features are worth and of how it follows the two speakers before it.
All chains are summed up side by side, the longest first: step k takes the k-th turn of every chain that has one. The likelihood's
gradient comes by autograd, and so do the posteriors: they are the gradient of the log sum by the scores of the candidates."""
from dataclasses import dataclass

import numpy as np
import torch

from .dumps import CANDIDATES as K, NOBODY, NO_CANDIDATE

TURNINGS = ["SAME", "BACK", "NEW", "NEW_TWICE", "NOBODY", "AFTER_NOBODY"]       # mw_turning
SAME, BACK, NEW, NEW_TWICE, TO_NOBODY, AFTER_NOBODY = range(6)
GAPS, CUED = 4, 3
HIDDEN = 24                                                                     # MW_HIDDEN


@dataclass
class Weights:
    """mw_weights"""
    own: torch.Tensor       # [F]
    hidden: torch.Tensor    # [F][HIDDEN]
    bias: torch.Tensor      # [HIDDEN]
    out: torch.Tensor       # [HIDDEN]
    turning: torch.Tensor   # [6][GAPS][CUED]
    asked: torch.Tensor     # [6]
    told: torch.Tensor      # [6]

    @classmethod
    def of(cls, flat, n_features):
        own, hidden, bias, out, turning, asked, told = flat.split(
            [n_features, n_features * HIDDEN, HIDDEN, HIDDEN, 6 * GAPS * CUED, 6, 6])
        return cls(own, hidden.view(n_features, HIDDEN), bias, out, turning.view(6, GAPS, CUED), asked, told)

    @classmethod
    def start(cls, n_features):
        """from zero, but for a little noise in the hidden layer, the same every time: without it all its units would stay alike"""
        noise = torch.Generator().manual_seed(0)
        w = cls.of(torch.zeros(size(n_features), dtype=torch.float64), n_features)
        w.hidden += 0.1 * torch.randn(n_features, HIDDEN, generator=noise, dtype=torch.float64)
        w.out += 0.3 * torch.randn(HIDDEN, generator=noise, dtype=torch.float64)
        return w

    def parts(self):
        return self.own, self.hidden, self.bias, self.out, self.turning, self.asked, self.told

    def flat(self):
        return torch.cat([x.flatten() for x in self.parts()])

    def rounded(self):
        """as the C file has them"""
        return Weights(*((x.detach() * 1000).round() / 1000 for x in self.parts()))


def size(n_features):
    return n_features * (1 + HIDDEN) + 2 * HIDDEN + 6 * (GAPS * CUED + 2)


def shifted(who, fresh):
    """the candidates of the turn before; none where a chain begins"""
    before = np.roll(who, 1, axis=0)
    before[fresh] = NO_CANDIDATE
    return before


class Chains:
    def __init__(self, turns):
        t, n = turns, len(turns)
        starts = np.flatnonzero(t.fresh)
        length = np.diff(np.append(starts, n))
        starts = starts[np.argsort(-length, kind="stable")]
        length = -np.sort(-length)
        self.width = [int((length > k).sum()) for k in range(length[0])]            # chains that have a k-th turn
        self.order = np.concatenate([starts[:w] + k for k, w in enumerate(self.width)])
        before = shifted(t.who, t.fresh)
        before2 = shifted(before, t.fresh)
        bare = ~t.fresh & (t.cued == 0) & (t.gap == 0)
        there = t.who != NO_CANDIDATE
        double = lambda x: torch.from_numpy(np.asarray(x)[self.order].astype(np.float64))
        whole = lambda x: torch.from_numpy(np.asarray(x)[self.order].astype(np.int64))
        self.features = torch.from_numpy(t.features[self.order])
        self.gap, self.cued = whole(t.gap), whole(t.cued)
        self.asked, self.told = double(bare & np.roll(t.asks, 1)), double(bare & t.tells & np.roll(t.tells, 1))
        self.there = double(there)
        known = t.label.any(1, keepdims=True)
        self.allowed = torch.stack([self.there, double(np.where(known, t.label, there))])
        person = t.who[:, None, :] >= 0
        back = (before2[:, :, None] == t.who[:, None, :]) & person                          # [before2][who]
        twice = (before2[:, :, None] == before[:, None, :]) & (before >= 0)[:, None, :]     # [before2][before]
        same = before[:, :, None] == t.who[:, None, :]                              # [before][who]
        turning = np.where(before[:, :, None] == NOBODY, AFTER_NOBODY, NEW)
        turning = np.where(person, np.where(same, SAME, turning), TO_NOBODY)        # were nobody two turns back
        self.turning, self.back, self.twice = whole(turning), double(back), double(twice)

    def log_sums(self, scores, w, allowed):
        """scores [N][K] in self.order; allowed [A][N][K], 1 or 0 -> [A] logs of the sums over all rows of speakers that are allowed"""
        top = scores.masked_fill(self.there == 0, -torch.inf).amax(1, keepdim=True)
        own = (scores - top).masked_fill(self.there == 0, -torch.inf).exp() * allowed
        follow = w.turning.flatten(1)[:, self.gap * CUED + self.cued].t()
        follow = (follow + self.asked[:, None] * w.asked + self.told[:, None] * w.told).exp()
        logs, alpha, total = top.sum(), None, None
        columns = (x.split(self.width) for x in (follow, self.turning, self.back, self.twice))
        for o, f, turning, back, twice in zip(own.split(self.width, 1), *columns):
            if alpha is None:
                alpha = torch.nn.functional.pad(o[:, :, None, :], (0, 0, 0, K - 1))     # the first turn follows one that is not there
            else:
                n = len(f)
                alpha = self.follow(alpha[:, :n], f, turning, back, twice) * (o / total[:, :n, None])[:, :, None, :]
            total = alpha.sum((2, 3))       # of this turn alone: the totals of those before it were divided out
            logs = logs + total.log().sum(1)
        return logs

    @staticmethod
    def follow(alpha, f, turning, back, twice):
        """alpha [A][B][before2][before], f [B][6] -> [A][B][before][who]. Who came two turns back matters in two cases only: the speaker
        returns (BACK), or the same person spoke both times (NEW_TWICE); the rest needs no sum over all three"""
        none = torch.zeros_like(f[:, 0])
        returning, other = f[:, BACK], f[:, NEW]
        by_turning = lambda values: torch.stack(values, 1).gather(1, turning.flatten(1)).view(turning.shape)
        plain = f.gather(1, turning.flatten(1)).view(turning.shape)
        if_back = by_turning([none, none, returning - other, none, none, returning - f[:, AFTER_NOBODY]])
        if_twice = by_turning([none, none, f[:, NEW_TWICE] - other, none, none, none])
        ways = alpha.sum(2)[..., None] * plain
        ways = torch.addcmul(ways, alpha.transpose(2, 3) @ back, if_back)
        return torch.addcmul(ways, (alpha * twice).sum(2)[..., None], if_twice)

    def scores(self, w):
        hidden = torch.nn.functional.softsign(self.features @ w.hidden.float() + w.bias.float())
        return (self.features @ w.own.float() + hidden @ w.out.float()).double()

    def loss(self, w):
        """minus the log likelihood of the labels"""
        every, right = self.log_sums(self.scores(w), w, self.allowed)
        return every - right

    def posteriors(self, w):
        """-> [N][K] in the order of the turns"""
        scores = self.scores(w).detach().requires_grad_()
        p, = torch.autograd.grad(self.log_sums(scores, w, self.allowed[:1]).sum(), scores)
        out = np.empty(p.shape)
        out[self.order] = p.numpy()
        return out
