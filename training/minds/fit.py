"""Learns the weights of src/event/weights.inc and src/reveal/minds_weights.inc from annotated passages and what marrow_minds wrote of them.

Logistic regressions with an L2 penalty, fitted by L-BFGS; figures are of five folds by passage."""
import re

import numpy as np
import torch

from .. import people

KINDS = ["perceive", "think", "feel", "want", "free"]


def norm(s):
    return re.sub(r"\s+", " ", s.strip().lower().replace("\u2019", "'").replace("\u2018", "'"))


def find(text, quote):
    words = [re.escape(w.replace("_", "")) for w in quote.split()]
    words = [re.sub(r"['\u2019\u2018]", "['\u2019\u2018]", w) for w in words]
    words = [re.sub(r"[\"\u201c\u201d]", '["\u201c\u201d]', w) for w in words]
    m = re.search(r"_*\s+_*".join(w for w in words if w), text)
    return m.span() if m else None


def over(a, b):
    return 0 if not a or not b else max(0, min(a[1], b[1]) - max(a[0], b[0]))


def same(a, b):
    """spans that tell of the same: half of the shorter one is shared"""
    o = over(a, b)
    return o > 0 and o >= 0.5 * min(a[1] - a[0], b[1] - b[0])


class Passage:
    def __init__(self, gold, base, widths):
        self.gold = gold
        with open(base + ".text", encoding="utf-8", newline="") as f:
            self.text = f.read()
        self.people, self.mentions, self.acts, self.clauses, self.pairs, self.effects, self.targets, self.whose = [], [], [], [], [], [], [], []
        for line in open(base + ".txt", encoding="utf-8"):
            p = line.rstrip("\n").split("\t")
            if p[0] == "C":
                self.people.append(p[1:])
            elif p[0] == "M":
                self.mentions.append(tuple(map(int, p[1:])))
            elif p[0] == "A":
                self.acts.append(((int(p[1]), int(p[2])), int(p[3]), int(p[4]), p[5], int(p[6])))
            elif p[0] == "K":
                self.clauses.append(((int(p[1]), int(p[2])), int(p[3]), int(p[4])))
            elif p[0] == "P":
                self.pairs.append((int(p[1]), int(p[2])))
            elif p[0] == "T":
                self.targets.append((int(p[1]), int(p[2])))
            elif p[0] == "H":
                self.whose.append((int(p[1]), int(p[2])))
            elif p[0] == "E":
                self.effects.append(((int(p[1]), int(p[2])), *map(int, p[3:])))
        read = lambda name: np.fromfile(f"{base}.{name}", dtype=np.float32).reshape(-1, widths[name])
        self.f = {n: read(n) for n in widths}
        self.who = self.map_people()

    def map_people(self):
        form = {}
        for p in self.gold["people"]:
            for f in p["as"]:
                form.setdefault(norm(f), []).append(p["id"])
        words = lambda s, e: norm(self.text[s:e])
        return people.persons([(s, e, c) for c, s, e in self.mentions], self.people, words, lambda s, e: form.get(words(s, e), []),
                              lambda names: [p for n in names for p in form.get(norm(n), [])])

    def spans(self, key):
        return [(g, find(self.text, g["quote"])) for g in self.gold[key]]


def fit(x, y, w=None, l2=1.0, classes=0):
    """weights [classes or 1, features]; the first feature is the bias and bears no penalty"""
    x, y = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64 if not classes else torch.long)
    sw = torch.ones(len(y), dtype=torch.float64) if w is None else torch.tensor(w, dtype=torch.float64)
    beta = torch.zeros(max(classes, 1), x.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([beta], max_iter=120, history_size=10, line_search_fn="strong_wolfe")

    def loss():
        opt.zero_grad()
        z = x @ beta.T
        if classes:
            e = torch.nn.functional.cross_entropy(z, y, reduction="none")
        else:
            e = torch.nn.functional.binary_cross_entropy_with_logits(z[:, 0], y, reduction="none")
        total = (e * sw).sum() + 0.5 * l2 * (beta[:, 1:] ** 2).sum()
        total.backward()
        return total

    opt.step(loss)
    return beta.detach().numpy()


def fit_apart(x, y, signs, share, w=None, l2=1.0, classes=0):
    """the mean of what is fitted with the signs and without them: the tagger has seen these passages, and its signs are surer there than elsewhere"""
    bare = x.copy()
    bare[:, signs] = 0
    with_signs, without = fit(x, y, w, l2, classes), fit(bare, y, w, l2, classes)
    without[:, signs] = 0
    return share * with_signs + (1 - share) * without


def fit_choice(x, y, group, l2=1.0):
    """weights of a choice among the rows of a group, one of which may be right, and none of them, whose score is 0 (McFadden's conditional logit)"""
    n, of = np.unique(group, return_inverse=True)
    n = len(n)
    x, y, of = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64), torch.tensor(of)
    total = lambda v: torch.zeros(n, dtype=torch.float64).index_add(0, of, v)
    found = total(y) > 0
    beta = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    opt = torch.optim.LBFGS([beta], max_iter=120, history_size=10, line_search_fn="strong_wolfe")

    def loss():
        opt.zero_grad()
        e = torch.exp((x @ beta).clamp(-20, 20))
        right = torch.where(found, total(e * y), torch.ones(n, dtype=torch.float64))
        out = (torch.log(1 + total(e)) - torch.log(right)).sum() + 0.5 * l2 * (beta[1:] ** 2).sum()
        out.backward()
        return out

    opt.step(loss)
    return beta.detach().numpy()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def folds(x, y, g, w=None, l2=1.0, classes=0, k=5):
    """predictions for each row by a model that has not seen its passage"""
    out = np.zeros((len(y), max(classes, 1)))
    for i in range(k):
        test = g % k == i
        b = fit(x[~test], y[~test], None if w is None else w[~test], l2, classes)
        out[test] = x[test] @ b.T
    return out


def best_f(p, y):
    order = np.argsort(-p)
    tp = np.cumsum(y[order])
    f = 2 * tp / (np.arange(1, len(y) + 1) + y.sum())
    i = int(np.argmax(f))
    return f[i], p[order][i]


def balance(y):
    n = len(y)
    return np.where(y > 0, 0.5 * n / max(y.sum(), 1), 0.5 * n / max((1 - y).sum(), 1))


class Data:
    def __init__(self, passages):
        self.p = passages

    def inside(self):
        x, y, g = [], [], []
        for i, p in enumerate(self.p):
            gold = p.spans("inside")
            for k, (span, who, quoted) in enumerate(p.clauses):
                hit = max(gold, key=lambda v: over(span, v[1]), default=None)
                o = over(span, hit[1]) if hit else 0
                if o and not same(span, hit[1]):
                    continue
                x.append(p.f["clause"][k])
                y.append(KINDS.index(hit[0]["kind"]) if o else 5)
                g.append(i)
        return np.array(x), np.array(y), np.array(g)

    def acts(self):
        x, act, key, g, real, who, given = [], [], [], [], [], [], []
        for i, p in enumerate(self.p):
            gold = p.spans("acts")
            for k, (span, agent, to, verb, head) in enumerate(p.acts):
                me = p.who.get(agent, "?")
                hits = [v for v in gold if over(span, v[1]) and v[0]["who"] == me]
                good = [v for v in hits if same(span, v[1])]
                x.append(np.concatenate([p.f["act"][k], p.f["standing"][k]]))
                g.append(i)
                act.append(float(bool(good)))
                key.append(float(any(v[0]["key"] for v in good)))
                named = [v for v in gold if over(span, v[1]) and norm(verb)[:4] in norm(v[0]["verb"])]
                who.append(float(any(v[0]["who"] == me for v in named)) if named else -1)
                best = max(good, key=lambda v: (norm(verb)[:4] in norm(v[0]["verb"]), over(span, v[1])), default=None)
                real.append(float(best[0]["real"]) if best else -1)
                given.append(-1 if not best else 0 if not best[0]["why"] else 2 if best[0]["why"]["status"] == "told" else 1)
        return [np.array(v) for v in (x, act, key, g, real, who, given)]

    def choices(self, pairs, features, answers, nobody):
        """rows of those gathered for each act or clause -> x, is it the right one, passage, act or clause. pairs(p): (act or clause, character) a row;
        answers(p): act or clause -> the annotated person; where that one was not gathered it is left out, but for nobody (None) where `nobody`"""
        x, y, g, of = [], [], [], []
        for i, p in enumerate(self.p):
            gathered = {}
            for row, (k, who) in enumerate(pairs(p)):
                gathered.setdefault(k, []).append((row, p.who.get(who, "?")))
            for k, right in answers(p).items():
                rows = gathered.get(k, [])
                if not (nobody and right is None) and not any(w == right for _, w in rows):
                    continue
                for row, w in rows:
                    x.append(p.f[features][row])
                    y.append(float(w == right))
                    g.append(i)
                    of.append(i * 100000 + k)
        return np.array(x), np.array(y), np.array(g), np.array(of)

    def targets(self):
        """of acts that were found, the one that tells best of each annotated one: whom they are done to"""
        def answers(p):
            answer = {}
            for v in p.spans("acts"):
                found = [k for k, (span, agent, to, verb, head) in enumerate(p.acts)
                         if agent >= 0 and over(span, v[1]) and v[0]["who"] == p.who.get(agent, "?")]
                if found:
                    best = min(found, key=lambda k: (norm(p.acts[k][3])[:4] not in norm(v[0]["verb"]), p.acts[k][0][0], -p.acts[k][0][1]))
                    answer.setdefault(best, v[0]["to"])
            return answer
        return self.choices(lambda p: p.targets, "to", answers, nobody=True)

    def whose(self):
        """of clauses inside a mind: whose it is"""
        def answers(p):
            gold, answer = p.spans("inside"), {}
            for k, (span, who, quoted) in enumerate(p.clauses):
                hit = max(gold, key=lambda v: over(span, v[1]), default=None)
                if hit and same(span, hit[1]):
                    answer[k] = hit[0]["who"]
            return answer
        return self.choices(lambda p: p.whose, "whose", answers, nobody=False)

    def pairs(self):
        """of acts whose motive is annotated: which clauses give it"""
        x, y, g = [], [], []
        for i, p in enumerate(self.p):
            gold = p.spans("acts")
            reason = {}
            for k, (span, agent, to, verb, head) in enumerate(p.acts):
                hits = [v for v in gold if v[0]["why"] and same(span, v[1]) and v[0]["who"] == p.who.get(agent, "?")]
                hits.sort(key=lambda v: (norm(verb)[:4] in norm(v[0]["verb"]), over(span, v[1])))
                if hits:
                    reason[k] = find(p.text, hits[-1][0]["why"]["quote"])
            for row, (a, c) in enumerate(p.pairs):
                if not reason.get(a):
                    continue
                o = over(p.clauses[c][0], reason[a])
                if o and not same(p.clauses[c][0], reason[a]):
                    continue
                x.append(np.concatenate([p.f["clause"][c], p.f["pair"][row]]))
                y.append(float(o > 0))
                g.append(i)
        return np.array(x), np.array(y), np.array(g)

    def effects(self):
        x, y, g = [], [], []
        for i, p in enumerate(self.p):
            gold = p.spans("ripples")
            for row, (span, on, act, clause) in enumerate(p.effects):
                me = p.who.get(on, "?")
                hits = [v for v in gold if over(span, v[1]) and v[0]["on"] == me]
                if hits and not any(same(span, v[1]) for v in hits):
                    continue
                c = p.f["clause"][clause] if clause >= 0 else np.zeros(p.f["clause"].shape[1], dtype=np.float32)
                x.append(np.concatenate([c, p.f["effect"][row]]))
                y.append(float(bool(hits)))
                g.append(i)
        return np.array(x), np.array(y), np.array(g)
