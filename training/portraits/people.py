"""Whom a noun or a sign of relation means: a choice among the pairs of people near it and nobody (conditional logit). Where several pairs
are right, since somebody is two people with us, their chances are summed."""
from collections import deque

import numpy as np


def matrix(passages, n, signs):
    """features of all pairs of nouns, or of signs; the place of each, whether it is right"""
    places = [p for x in passages for p in x.places if p["pairs"] and (p["way"] == "sign") == signs]
    pairs = [(i, t) for i, p in enumerate(places) for t in p["pairs"]]
    x = np.zeros((len(pairs), n))
    for row, (_, t) in enumerate(pairs):
        for k, v in t["marks"].items():
            x[row, k] = v
    return x, np.array([i for i, _ in pairs]), np.array([t["right"] for _, t in pairs], bool)


def loss(w, x, place, right, l2):
    n = place[-1] + 1
    e = np.exp(np.clip(x @ w, -30, 30))
    total, good = 1 + np.bincount(place, e, n), np.bincount(place, e * right, n)
    some = good > 0
    good = np.where(some, good, 1.0)        # where no pair is right, nobody is, whose weight is 1
    slope = e / total[place] - np.where(right, e / good[place], 0)
    return np.log(total).sum() - np.log(good).sum() + l2 * (w @ w) / 2, x.T @ slope + l2 * w


def fit(x, place, right, l2, steps=300):
    """L-BFGS"""
    w, last = np.zeros(x.shape[1]), deque(maxlen=10)
    value, slope = loss(w, x, place, right, l2)
    for _ in range(steps):
        d, seen = -slope, []
        for s, y in reversed(last):
            seen.append((s @ d) / (s @ y))
            d = d - seen[-1] * y
        d = d * (last[-1][0] @ last[-1][1]) / (last[-1][1] @ last[-1][1]) if last else d / max(1.0, np.abs(slope).sum())
        for (s, y), a in zip(last, reversed(seen)):
            d = d + s * (a - (y @ d) / (s @ y))
        step = 1.0
        while True:
            now, new = loss(w + step * d, x, place, right, l2)
            if now <= value + 1e-4 * step * (slope @ d) or step < 1e-8:
                break
            step /= 2
        if (step * d) @ (new - slope) > 1e-10:
            last.append((step * d, new - slope))
        w, done = w + step * d, abs(value - now) < 1e-4
        value, slope = now, new
        if done:
            break
    return w


def chances(w, x, place):
    e = np.exp(np.clip(x @ w, -30, 30))
    return e / (1 + np.bincount(place, e, place[-1] + 1))[place]


def found(w, x, place, right):
    """places told with a chance of 0.25, those of them that are right, places that have a right pair"""
    c = chances(w, x, place)
    best = {}
    for i, p in enumerate(place):
        if p not in best or c[i] > c[best[p]]:
            best[p] = i
    told = [i for i in best.values() if c[i] >= 0.25]
    return len(told), sum(right[i] for i in told), len(set(place[right]))
