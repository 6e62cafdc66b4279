"""The model of src/speech/decode.c: a second-order chain over the turns of a scene.

The score of a row of speakers is the sum of what each turn's own features are worth and of how it follows the two speakers before it.
The sums over all rows are made in C (chain.c, compiled when it is first needed); they give the likelihood and its gradient, which torch takes
on to the weights, and the posteriors."""
import ctypes
import hashlib
import os
import subprocess
from dataclasses import dataclass

import numpy as np
import torch

from .. import paths
from .dumps import CANDIDATES as K, NO_CANDIDATE

TURNINGS = ["SAME", "BACK", "NEW", "NEW_TWICE", "NOBODY", "AFTER_NOBODY"]       # mw_turning
SAME, BACK, NEW, NEW_TWICE, TO_NOBODY, AFTER_NOBODY = range(6)             # as in chain.c
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
    between: torch.Tensor   # [B][6]

    @classmethod
    def of(cls, flat, n_features, n_between):
        own, hidden, bias, out, turning, between = flat.split(
            [n_features, n_features * HIDDEN, HIDDEN, HIDDEN, 6 * GAPS * CUED, 6 * n_between])
        return cls(own, hidden.view(n_features, HIDDEN), bias, out, turning.view(6, GAPS, CUED), between.view(n_between, 6))

    @classmethod
    def start(cls, n_features, n_between):
        """from zero, but for a little noise in the hidden layer, the same every time: without it all its units would stay alike"""
        noise = torch.Generator().manual_seed(0)
        w = cls.of(torch.zeros(size(n_features, n_between), dtype=torch.float64), n_features, n_between)
        w.hidden += 0.1 * torch.randn(n_features, HIDDEN, generator=noise, dtype=torch.float64)
        w.out += 0.3 * torch.randn(HIDDEN, generator=noise, dtype=torch.float64)
        return w

    def parts(self):
        return self.own, self.hidden, self.bias, self.out, self.turning, self.between

    def flat(self):
        return torch.cat([x.flatten() for x in self.parts()])

    def mixed(self, other, share):
        """with so much of the other's"""
        return Weights(*((1 - share) * x + share * y for x, y in zip(self.parts(), other.parts())))

    def rounded(self):
        """as the C file has them"""
        return Weights(*((x.detach() * 1000).round() / 1000 for x in self.parts()))


def size(n_features, n_between):
    return n_features * (1 + HIDDEN) + 2 * HIDDEN + 6 * (GAPS * CUED + n_between)


def library():
    """chain.c as a library: compiled for this machine, kept beside the run"""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "chain.c")
    with open(source, "rb") as f:
        made = os.path.join(paths.RUN, f"chain-{hashlib.sha256(f.read()).hexdigest()[:12]}.so")
    if not os.path.exists(made):
        os.makedirs(paths.RUN, exist_ok=True)
        new = f"{made}.{os.getpid()}"
        subprocess.run([os.environ.get("CC", "cc"), "-std=c17", "-O3", "-march=native", "-shared", "-fPIC", source, "-o", new, "-lm"], check=True)
        os.replace(new, made)
    chain_sums = ctypes.CDLL(made).chain_sums
    array = lambda dtype: np.ctypeslib.ndpointer(dtype, flags="C_CONTIGUOUS")
    chain_sums.restype = ctypes.c_double
    chain_sums.argtypes = [ctypes.c_int64, array(np.uint8), array(np.int32), ctypes.c_void_p, *[array(np.float64)] * 4]
    return chain_sums


class Sums(torch.autograd.Function):
    """scores [N][K], follow [N][6] -> the log of the sum over all rows of speakers less that over those the labels allow"""

    @staticmethod
    def forward(ctx, scores, follow, chains):
        every, post, ways = chains.sums(scores.detach().numpy(), follow.detach().numpy(), None)
        right, post_right, ways_right = chains.sums(scores.detach().numpy(), follow.detach().numpy(), chains.allowed)
        ctx.save_for_backward(torch.from_numpy(post - post_right), torch.from_numpy(ways - ways_right))
        return scores.new_tensor(every - right)

    @staticmethod
    def backward(ctx, grad):
        return grad * ctx.saved_tensors[0], grad * ctx.saved_tensors[1], None


class Chains:
    def __init__(self, turns):
        t = turns
        self.chain_sums = library()
        self.fresh, self.who = t.fresh.astype(np.uint8), np.ascontiguousarray(t.who, np.int32)
        there = t.who != NO_CANDIDATE
        self.allowed = np.where(t.label.any(1, keepdims=True), t.label, there).astype(np.uint8)
        self.there = torch.from_numpy(np.flatnonzero(there))
        self.features = torch.from_numpy(t.features[there])
        self.gap_cued = torch.from_numpy(t.gap * CUED + t.cued)
        self.between = torch.from_numpy(t.between.astype(np.float64))

    def sums(self, scores, follow, allowed):
        """-> the log of the sum, posteriors [N][K], how likely each way to follow is [N][6]"""
        n = len(self.fresh)
        post, ways = np.zeros((n, K)), np.zeros((n, len(TURNINGS)))
        log_sum = self.chain_sums(n, self.fresh, self.who, None if allowed is None else allowed.ctypes.data, np.ascontiguousarray(scores, np.float64),
                                  np.ascontiguousarray(follow, np.float64), post, ways)
        if np.isnan(log_sum):
            raise ArithmeticError("The sums of a chain are no numbers.")
        return log_sum, post, ways

    def scores(self, w):
        hidden = torch.nn.functional.softsign(self.features @ w.hidden.float() + w.bias.float())
        own = (self.features @ w.own.float() + hidden @ w.out.float()).double()
        return torch.zeros(self.who.size, dtype=torch.float64).index_put((self.there,), own).view(self.who.shape)

    def follow(self, w):
        return w.turning.flatten(1)[:, self.gap_cued].t() + self.between @ w.between

    def loss(self, w):
        """minus the log likelihood of the labels"""
        return Sums.apply(self.scores(w), self.follow(w), self)

    def posteriors(self, w):
        """-> [N][K]"""
        with torch.no_grad():
            return self.sums(self.scores(w).numpy(), self.follow(w).numpy(), None)[1]
