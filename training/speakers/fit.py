"""Learns: two passes of the model, then how sure an answer may be."""
import numpy as np
import torch

from . import chains
from .dumps import GROUNDS, NOBODY, some

HEARD = ["HEARD_FAR", "HEARD_NEAR", "HEARD_BACK_1", "HEARD_BACK_2", "HEARD_AHEAD_1", "HEARD_AHEAD_2", "HEARD_OVER", "HEARD_TALE", "HEARD_LIKE",
         "HEARD_SCENE"]
SCENE, FAR, NEAR = 30, 10, 4    # turns that HEARD_SCENE, HEARD_FAR and HEARD_NEAR look at, on either side (features.c)
KNOTS = np.array([0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1])     # decode.c
LIKELY = 0.25                   # LIKELY_PERCENT of decode.c


def penalty(w, l2, l2_hidden, centre=None):
    """Gaussian priors around `centre`, None: around nothing"""
    off = [x - y for x, y in zip(w.parts(), centre.parts())] if centre else w.parts()
    own, hidden, bias, out, turning, between = ((x ** 2).sum() for x in off)
    return l2 / 2 * (own + turning + between) + l2_hidden / 2 * (hidden + bias + out)


def free(names, n_between, fixed):
    """[weights] 1, but 0 for those of the features that stay as they are"""
    w = chains.Weights.of(torch.ones(chains.size(len(names), n_between), dtype=torch.float64), len(names), n_between)
    for k in [k for k, name in enumerate(names) if name in fixed]:
        w.own[k], w.hidden[k] = 0, 0
    return w.flat()


BATCHES = 40                    # an epoch
HIDDEN_WORTH = 0.5              # of a turn whose cue was hidden: people are named where it is not plain who speaks
RATE = 0.02


def batches(turns):
    """the chains dealt out, always in the same way, and what each batch is worth"""
    chain = np.cumsum(turns.fresh) - 1
    order = torch.randperm(int(chain[-1]) + 1, generator=torch.Generator().manual_seed(1)).numpy()
    place = order[chain] % min(BATCHES, len(order))
    which = [(turns.hidden == hidden) & (place == k) for hidden in (False, True) for k in range(place.max() + 1)]
    return [(chains.Chains(some(turns, w)), HIDDEN_WORTH if turns.hidden[w].any() else 1) for w in which if w.any()]


def fit(turns, start, l2, l2_hidden, epochs, say, near=None, fixed=()):
    """-> the weights of the highest likelihood, with Gaussian priors, by Adam (Kingma and Ba 2015) from `start`, None: from next to zero; the
    rate falls to nothing along a cosine. near: weights around which the priors lie, from which it then begins; those of the features `fixed`
    stay as they are"""
    parts = batches(turns)
    shape = len(turns.names), len(turns.betweens)
    flat = (near or start or chains.Weights.start(*shape)).flat().requires_grad_()
    moves = free(turns.names, len(turns.betweens), fixed)
    search = torch.optim.Adam([flat], lr=RATE / 2 if near else RATE, betas=(0.9, 0.98))
    rate = torch.optim.lr_scheduler.CosineAnnealingLR(search, max(1, epochs * len(parts)))
    shuffle = torch.Generator().manual_seed(2)
    for epoch in range(epochs):
        total = 0
        for k in torch.randperm(len(parts), generator=shuffle).tolist():
            search.zero_grad()
            w = chains.Weights.of(flat, *shape)
            batch, worth = parts[k]
            loss = worth * batch.loss(w) + penalty(w, l2, l2_hidden, near) / len(parts)
            loss.backward()
            flat.grad *= moves
            search.step()
            rate.step()
            total += loss.item()
        say(f"  epoch {epoch + 1}: {total:.1f}")
    return chains.Weights.of(flat.detach(), *shape).rounded()


# ---- the second pass ------------------------------------------------------------------------------------------------------------

def shares(turns, posterior, here, there):
    """-> [len(here)][candidates of `here`]: how likely each speaks in the turn `there`"""
    equal = turns.who[here][:, :, None] == turns.who[there][:, None, :]
    return np.einsum("nij,nj->ni", equal, posterior[there]) * (turns.who[here] >= 0)


def heard(turns, posterior):
    """sets the features HEARD_… from the first pass: how likely each candidate speaks in the turns around (mw_heard_features); and TALKS_LIKE"""
    chain, n = np.cumsum(turns.fresh), len(turns)
    at = {name: turns.names.index(name) for name in HEARD}
    turns.features[:, :, list(at.values())] = 0
    scene, far, near = (np.zeros(turns.who.shape) for _ in range(3))
    for away in range(1, min(SCENE, n - 1) + 1):
        later = np.flatnonzero(chain[away:] == chain[:-away]) + away
        for here, there, name in ((later, later - away, "BACK"), (later - away, later, "AHEAD")):
            share = shares(turns, posterior, here, there)
            scene[here] += share
            if away <= FAR:
                far[here] += share
            if away <= NEAR:
                near[here] += share
            if away <= 2:
                turns.features[here, :, at[f"HEARD_{name}_{away}"]] = share
    turns.features[:, :, at["HEARD_SCENE"]] = np.log1p(scene)
    turns.features[:, :, at["HEARD_FAR"]] = np.log1p(far)
    turns.features[:, :, at["HEARD_NEAR"]] = np.log1p(near)
    bare = (turns.ground == GROUNDS.index("NONE")) & (np.roll(turns.novel, 1) == turns.novel)
    bare[:1] = False
    for name, which, back in (("HEARD_OVER", bare & turns.fresh, 1), ("HEARD_TALE", bare & turns.tells & np.roll(turns.tells, 1), 1),
                              ("HEARD_LIKE", turns.like > 0, turns.like)):
        here = np.flatnonzero(which)
        turns.features[here, :, at[name]] = shares(turns, posterior, here, (np.arange(n) - back)[here])
    habits(turns, posterior)


PRIOR, UNSEEN, SURE, ROOM, CUT = 150, 0.1, 0.5, 3, 3       # habits.c


def habits(turns, posterior):
    """sets TALKS_LIKE: does a turn sound like what each candidate has said before it? (mw_habits_build)"""
    at = turns.names.index("TALKS_LIKE")
    turns.features[:, :, at] = 0
    for novel in np.unique(turns.novel):
        here = np.flatnonzero(turns.novel == novel)
        size = 1 + max((int(turns.words[i].max(initial=-1)) for i in here), default=-1)
        used, used_by_all = np.zeros((turns.who[here].max(initial=0) + 1, size)), np.zeros(size)
        said, known = np.zeros(len(used)), 0
        for i in here:
            words, times = np.unique(turns.words[i], return_counts=True)
            person = turns.who[i] >= 0
            old = used_by_all[words] > 0
            if said.sum() > 0:
                usual = PRIOR * (used_by_all[words] + UNSEEN) / (said.sum() + UNSEEN * known)
                ratio = np.log1p(used[turns.who[i][person]][:, words] / usual) - np.log1p(said[turns.who[i][person]] / PRIOR)[:, None]
                value = (ratio * np.minimum(times, 2) * old).sum(1) / np.sqrt(len(turns.words[i]) + ROOM)
                turns.features[i, person, at] = np.clip(value, -CUT, CUT)
            best = posterior[i].argmax()
            p, who = posterior[i, best], turns.who[i, best]
            if p > SURE and who >= 0:
                known += (~old).sum()
                used[who, words] += p * times
                used_by_all[words] += p * times
                said[who] += p * len(turns.words[i])


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
