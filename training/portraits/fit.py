"""Logistic regression by Newton's method, and the F1 that a threshold gives."""
import numpy as np


def matrix(rows, n):
    x, y = np.zeros((len(rows), n)), np.zeros(len(rows))
    for i, r in enumerate(rows):
        for k, v in r["marks"].items():
            x[i, k] = v
        y[i] = bool(r["right"])
    return x, y


def logistic(x, y, l2, fixed=None, steps=60):
    """weights; the last column is the bias and hardly held back. fixed: column -> weight that is given"""
    w, pull = np.zeros(x.shape[1]), np.full(x.shape[1], float(l2))
    pull[-1] = 0.01
    free = np.array([k not in (fixed or {}) for k in range(x.shape[1])])
    for k, v in (fixed or {}).items():
        w[k] = v
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        g, h = (x.T @ (p - y) + pull * w)[free], ((x * (p * (1 - p))[:, None]).T @ x + np.diag(pull))[np.ix_(free, free)]
        step = np.linalg.solve(h, g)
        w[free] -= step
        if np.abs(step).max() < 1e-6:
            break
    return w


def chances(rows, w):
    x, _ = matrix(rows, len(w))
    return 1 / (1 + np.exp(-x @ w))


def f1(found, rows_right, rows, gold):
    p, r = (rows_right / rows if rows else 0), (found / gold if gold else 0)
    return 2 * p * r / (p + r) if p + r else 0.0, p, r


def finds_f1(passages, w, least, finds, gold_of):
    """of finds that each know which rows of gold they hit; finds, gold_of: of a passage"""
    found = right = n = gold = 0
    for p in passages.values():
        hit, some = set(), finds(p)
        for t, c in zip(some, chances(some, w) if some else []):
            if c >= least:
                n, right, hit = n + 1, right + bool(t["right"]), hit | t["right"]
        found, gold = found + len(hit), gold + len(gold_of(p))
    return f1(found, right, n, gold)


def traits_f1(passages, w, least):
    return finds_f1(passages, w, least, lambda p: p.traits, lambda p: p.gold_traits)


def content_f1(passages, w, least):
    return finds_f1(passages, w, least, lambda p: p.content, lambda p: p.gold_content)


def facts_f1(passages, w, least):
    found = n = gold = 0
    for p in passages.values():
        against = {}
        for t, c in zip(p.ties, chances(p.ties, w) if p.ties else []):
            against[t["fact"]] = against.get(t["fact"], 1) * (1 - c)
        told = {f for f, a in against.items() if 1 - a >= least}
        found, n, gold = found + len(told & p.gold_facts), n + len(told), gold + len(p.gold_facts)
    return f1(found, found, n, gold)
