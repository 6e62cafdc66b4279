"""From scores to labels, as src/tag does it: trees, nested spans, label sequences."""
import numpy as np


def _cycle(heads):
    """nodes of a cycle in heads (node 0 is the root), or None"""
    state = [0] * len(heads)
    for n in range(1, len(heads)):
        path = []
        while n and state[n] == 0:
            state[n] = 1
            path.append(n)
            n = heads[n]
        if n and state[n] == 1:
            return path[path.index(n):]
        for x in path:
            state[x] = 2
    return None


def _chu_liu_edmonds(s):
    """best heads under scores s [n dependents][n heads] (node 0 the root); n × n, −inf where not allowed"""
    heads = s.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    inside = np.zeros(len(s), bool)
    inside[cycle] = True
    out = np.flatnonzero(~inside)
    k = len(out)
    inner = s[cycle, heads[cycle]]
    t = np.full((k + 1, k + 1), -np.inf)
    t[:k, :k] = s[np.ix_(out, out)]
    leave = s[np.ix_(out, cycle)]
    t[:k, k] = leave.max(1)
    enter = s[np.ix_(cycle, out)] - inner[:, None]
    t[k, :k] = enter.max(0)
    sub = _chu_liu_edmonds(t)
    heads = heads.copy()
    for i in range(1, k):
        heads[out[i]] = out[sub[i]] if sub[i] < k else cycle[leave[i].argmax()]
    broken = enter[:, sub[k]].argmax()
    heads[cycle[broken]] = out[sub[k]]
    return heads


def tree(scores):
    """scores [L][L + 1] (column 0: as root) -> heads of the best tree with one root: 0 the root, else head + 1"""
    n = len(scores)
    greedy = scores.argmax(1)
    if (greedy == 0).sum() == 1 and _cycle(np.concatenate([[0], greedy])) is None:
        return greedy
    s = np.full((n + 1, n + 1), -np.inf)
    s[1:] = scores
    heads = _chu_liu_edmonds(s.copy())
    roots = np.flatnonzero(heads[1:] == 0)
    if len(roots) == 1:
        return heads[1:]
    best, total = None, -np.inf
    for r in roots:
        t = s.copy()
        t[1:, 0] = -np.inf
        t[r + 1] = -np.inf
        t[r + 1, 0] = s[r + 1, 0]
        h = _chu_liu_edmonds(t)
        value = t[np.arange(1, n + 1), h[1:]].sum()
        if value > total:
            best, total = h, value
    return best[1:]


def spans(probability, width):
    """probability [L first][L last][labels], label 0 none -> (first, last, label): by falling probability, none that crosses one taken"""
    first, last, label = best_labels(probability, width)
    return take((float(probability[a, z, l]), a, z, l, None) for a, z, l in zip(first, last, label))


def take(candidates):
    """(probability, first, last, label, head token or None) -> (first, last, label): by falling probability, none that crosses one taken or has
    its head, but for a title in front of the name (Lord in Lord Brome)"""
    taken = []
    for _, a, z, l, head in sorted(candidates, key=lambda c: (-c[0], *c[1:3])):
        def bars(b, y, other):
            nested = z < b or a > y or (a <= b and y <= z) or (b <= a and z <= y)
            return not nested or (head is not None and head == other and not (a == b and (a == z or b == y)))
        if not any(bars(b, y, other) for b, y, _, other in taken):
            taken.append((int(a), int(z), int(l), head))
    return [t[:3] for t in taken]


def best_labels(probability, width):
    """spans whose best label is one -> firsts, lasts, labels"""
    n = len(probability)
    i = np.arange(n)
    ok = (i[None] >= i[:, None]) & (i[None] < i[:, None] + width)
    label = probability.argmax(2)
    first, last = np.nonzero((label > 0) & ok)
    return first, last, label[first, last]


def viterbi(scores, labels):
    """scores [L][labels] of O, B-…, I-… -> best legal sequence of label ids"""
    illegal = np.array([[b.startswith("I-") and a[2:] != b[2:] for b in labels] for a in labels])
    step = np.where(illegal, -np.inf, 0.0)
    best = scores[0] + np.where([x.startswith("I-") for x in labels], -np.inf, 0.0)
    back = []
    for row in scores[1:]:
        via = best[:, None] + step
        back.append(via.argmax(0))
        best = via.max(0) + row
    path = [int(best.argmax())]
    for b in reversed(back):
        path.append(int(b[path[-1]]))
    return path[::-1]
