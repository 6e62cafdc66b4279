"""Learns: two passes of the model, then how sure an answer may be."""
import numpy as np
import torch

from . import chains
from .dumps import GROUNDS, NOBODY

HEARD = ["HEARD_FAR", "HEARD_NEAR", "HEARD_BACK_1", "HEARD_BACK_2", "HEARD_AHEAD_1", "HEARD_AHEAD_2"]
FAR, NEAR = 10, 4               # turns that HEARD_FAR and HEARD_NEAR look at, on either side (features.c)
KNOTS = np.array([0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1])     # decode.c
LIKELY = 0.25                   # LIKELY_PERCENT of decode.c


def penalty(w, l2, l2_hidden):
    """Gaussian priors"""
    layer = (w.hidden ** 2).sum() + w.bias @ w.bias + w.out @ w.out
    rest = w.own @ w.own + (w.turning ** 2).sum() + w.asked @ w.asked + w.told @ w.told
    return l2 / 2 * rest + l2_hidden / 2 * layer


def fit(turns, start, l2, l2_hidden, iterations, say):
    """-> the weights of the highest likelihood, with Gaussian priors, by L-BFGS from `start`; None: from next to zero"""
    some = chains.Chains(turns)
    flat = (start or chains.Weights.start(len(turns.names))).flat()
    flat.requires_grad_()
    search = torch.optim.LBFGS([flat], max_iter=iterations, history_size=20, tolerance_grad=0.1, tolerance_change=0.002,
                               line_search_fn="strong_wolfe")
    calls = 0

    def closure():
        nonlocal calls
        search.zero_grad()
        w = chains.Weights.of(flat, len(turns.names))
        loss = some.loss(w) + penalty(w, l2, l2_hidden)
        loss.backward()
        calls += 1
        if calls % 20 == 1:
            say(f"  {calls}: {loss.item():.2f}")
        return loss

    search.step(closure)
    w = chains.Weights.of(flat.detach(), len(turns.names))
    say(f"  {calls}: {closure().item():.2f}")
    return w.rounded()


# ---- the second pass ------------------------------------------------------------------------------------------------------------

def heard(turns, posterior):
    """sets the features HEARD_… from the first pass: how likely each candidate speaks in the turns around (mw_heard_features)"""
    chain, n = np.cumsum(turns.fresh), len(turns)
    at = {name: turns.names.index(name) for name in HEARD}
    person = turns.who >= 0
    far, near = np.zeros(turns.who.shape), np.zeros(turns.who.shape)
    for away in range(1, min(FAR, n - 1) + 1):
        linked = (chain[away:] == chain[:-away])[:, None]
        equal = turns.who[away:, :, None] == turns.who[:-away, None, :]             # [turn][its candidates][those `away` turns before]
        for here, there, p, name in ((slice(away, n), slice(0, n - away), equal, "BACK"),
                                     (slice(0, n - away), slice(away, n), equal.transpose(0, 2, 1), "AHEAD")):
            share = np.einsum("nij,nj->ni", p, posterior[there]) * linked * person[here]
            far[here] += share
            if away <= NEAR:
                near[here] += share
            if away <= 2:
                turns.features[here, :, at[f"HEARD_{name}_{away}"]] = share
    turns.features[:, :, at["HEARD_FAR"]] = np.log1p(far)
    turns.features[:, :, at["HEARD_NEAR"]] = np.log1p(near)


# ---- answers --------------------------------------------------------------------------------------------------------------------

def answers(turns, posterior):
    """-> the candidate that the program would answer with (decide of decode.c)"""
    people = np.where(turns.who >= 0, posterior, -1)
    nobody = np.where(turns.who == NOBODY, posterior, -1)
    best = people.argmax(1)
    high = people.max(1)
    likely = (high >= LIKELY) & np.isin(turns.ground, [GROUNDS.index("NONE"), GROUNDS.index("PRONOUN")])
    return np.where(~likely & (nobody.max(1) > high), nobody.argmax(1), best)


def right(turns, answer):
    return turns.hit & turns.label[np.arange(len(turns)), answer]


def accuracy(turns, posterior):
    """-> share of right turns, of turns whose speaker is among the candidates, number of turns"""
    c = turns.counted
    return right(turns, answers(turns, posterior))[c].mean(), turns.hit[c].mean(), int(c.sum())


def curve(posterior, is_right, prior, strength):
    """the share of right answers by posterior: straight between the knots, least squares, drawn to the prior where there is little"""
    i = np.clip(np.searchsorted(KNOTS, posterior, side="right") - 1, 0, len(KNOTS) - 2)
    part = (posterior - KNOTS[i]) / (KNOTS[i + 1] - KNOTS[i])
    base = np.zeros((len(posterior), len(KNOTS)))
    base[np.arange(len(i)), i] = 1 - part
    base[np.arange(len(i)), i + 1] = part
    return np.linalg.solve(base.T @ base + strength * np.eye(len(KNOTS)), base.T @ is_right + strength * prior)


def confidence(turns, posterior):
    """-> [ground][knot], rising in each row"""
    at = np.arange(len(turns))
    answer = answers(turns, posterior)
    use = turns.counted & (turns.who[at, answer] != NOBODY)
    p, ok, ground = posterior[at, answer][use], right(turns, answer)[use].astype(float), turns.ground[use]
    every = curve(p, ok, KNOTS, 3)
    return [np.maximum.accumulate(np.clip(curve(p[ground == g], ok[ground == g], every, 10), 0, 1)) for g in range(len(GROUNDS))]
