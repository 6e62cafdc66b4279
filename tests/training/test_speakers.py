"""training/speakers: the annotation is read and matched as docs/training.md says; the sums over chains equal an enumeration; the C file is
read back as it was written.

    python3 tests/training/test_speakers.py         (skipped when numpy or torch is missing)"""
import itertools
import os
import sys
import tempfile
import unittest

import support  # noqa: F401
try:
    import numpy as np
    import torch
    from training.speakers import chains, dumps, fit, pdnc, pieces, source
    MISSING = None
except ImportError as e:
    MISSING = f"{e.name} is not installed"

FEATURES = ["NEAREST", "CALLED_SELF", "TALKS_LIKE", *(fit.HEARD if not MISSING else [])]
BETWEENS = ["ASKED_AT_ONCE", "WAITS", "ANSWERS"]


def some_turns(seed, n=9, starts=(0, 4, 5)):
    rng = np.random.default_rng(seed)
    who = np.full((n, dumps.CANDIDATES), dumps.NO_CANDIDATE)
    label = np.zeros(who.shape, bool)
    for i in range(n):
        k = int(rng.integers(1, 4))
        who[i, :k] = rng.permutation(4)[:k]
        who[i, k] = dumps.NOBODY
        if rng.random() < 0.6:
            label[i, rng.integers(0, k + 1)] = True
    features = rng.normal(size=(*who.shape, len(FEATURES))).astype(np.float32) * (who != dumps.NO_CANDIDATE)[..., None]
    flag = lambda *shape: rng.random(shape or n) < 0.5
    fresh = np.isin(np.arange(n), starts)
    like = np.minimum(rng.integers(0, 3, n), np.arange(n))
    words = np.empty(n, object)
    words[:] = [rng.integers(0, 6, int(rng.integers(0, 5))) for _ in range(n)]
    return dumps.Turns(FEATURES, BETWEENS, fresh, rng.integers(0, 4, n), rng.integers(0, 3, n), flag(n, len(BETWEENS)) & ~fresh[:, None], flag(),
                       rng.integers(0, 5, n), like, who, features, label, np.ones(n, bool), label.any(1), np.zeros(n, int), words, np.zeros(n, bool))


def some_weights(seed):
    rng = np.random.default_rng(seed)
    shape = len(FEATURES), len(BETWEENS)
    return chains.Weights.of(torch.from_numpy(rng.normal(size=chains.size(*shape))), *shape).rounded()


def turning_of(c, before, before2):
    """mw_turning_of of decode.c"""
    if c == dumps.NOBODY:
        return chains.TO_NOBODY
    if c == before:
        return chains.SAME
    if c == before2:
        return chains.BACK
    if before == dumps.NOBODY:
        return chains.AFTER_NOBODY
    return chains.NEW_TWICE if before == before2 else chains.NEW


def enumerated(t, w, first, end, labelled):
    """-> log of the sum, posteriors [turn][candidate], over all rows of speakers of one chain"""
    total, share = 0.0, np.zeros((end - first, dumps.CANDIDATES))
    choices = [[j for j in range(dumps.CANDIDATES) if t.who[i, j] != dumps.NO_CANDIDATE and
                (not labelled or not t.label[i].any() or t.label[i, j])] for i in range(first, end)]
    for row in itertools.product(*choices):
        score, said = 0.0, []
        for i, j in zip(range(first, end), row):
            c = t.who[i, j]
            z = t.features[i, j] @ w.hidden.float().numpy() + w.bias.float().numpy()
            score += float(t.features[i, j] @ w.own.float().numpy() + z / (1 + np.abs(z)) @ w.out.float().numpy())
            if i > first:
                k = turning_of(c, said[-1], said[-2] if len(said) > 1 else None)
                score += float(w.turning[k, t.gap[i], t.cued[i]]) + float(t.between[i] @ w.between[:, k].numpy())
            said.append(c)
        total += np.exp(score)
        share[range(end - first), row] += np.exp(score)
    return np.log(total), share / total


@unittest.skipIf(MISSING, MISSING)
class Model(unittest.TestCase):
    def test_sums_equal_an_enumeration(self):
        for seed in range(4):
            t, w = some_turns(seed), some_weights(seed + 10)
            c = chains.Chains(t)
            scores, follow = c.scores(w).numpy(), c.follow(w).numpy()
            there = t.who != dumps.NO_CANDIDATE         # the sums leave out what the best candidate of each turn is worth
            best = sum(scores[i][there[i]].max() for i in range(len(t)))
            every, right = (c.sums(scores, follow, allowed)[0] + best for allowed in (None, c.allowed))
            parts = [(0, 4), (4, 5), (5, 9)]
            self.assertAlmostEqual(every, sum(enumerated(t, w, a, z, False)[0] for a, z in parts), places=4)
            self.assertAlmostEqual(right, sum(enumerated(t, w, a, z, True)[0] for a, z in parts), places=4)
            shares = np.concatenate([enumerated(t, w, a, z, False)[1] for a, z in parts])
            np.testing.assert_allclose(c.posteriors(w), shares, atol=1e-5)

    def test_gradient(self):
        t, w = some_turns(4), some_weights(5)
        c = chains.Chains(t)
        scores, follow = c.scores(w).requires_grad_(), c.follow(w).detach().requires_grad_()
        chains.Sums.apply(scores, follow, c).backward()
        for x, at in ((scores, (1, 0)), (scores, (6, 0)), (follow, (2, chains.NEW)), (follow, (7, chains.BACK)), (follow, (3, chains.SAME))):
            both = []
            for step in (1e-5, -1e-5):
                moved = x.detach().clone()
                moved[at] += step
                both.append(float(chains.Sums.apply(*((moved, follow) if x is scores else (scores, moved)), c)))
            self.assertAlmostEqual(float(x.grad[at]), (both[0] - both[1]) / 2e-5, places=4)

    def test_learning_fits_the_labels(self):
        t = some_turns(1)
        lines = []
        w = fit.fit(t, None, 0.01, 0.01, 60, lines.append)
        c = chains.Chains(t)
        shape = len(FEATURES), len(BETWEENS)
        zero = chains.Weights.of(torch.zeros(chains.size(*shape)).double(), *shape)
        self.assertLess(c.loss(w).item(), c.loss(zero).item() / 2)
        again = fit.fit(t, None, 0.01, 0.01, 60, lines.append)
        self.assertTrue(torch.equal(w.flat(), again.flat()))

    def test_learning_near_other_weights(self):
        t, near = some_turns(1), some_weights(9)
        shape = len(FEATURES), len(BETWEENS)
        far = fit.fit(t, None, 1e6, 1e6, 20, lambda line: None, near)
        self.assertLess((far.flat() - near.flat()).abs().max(), 0.02)       # a strong prior holds them where they were
        w = fit.fit(t, None, 0.01, 0.01, 20, lambda line: None, near, ["NEAREST"])
        at = FEATURES.index("NEAREST")
        self.assertTrue(torch.equal(w.own[at], near.own[at]) and torch.equal(w.hidden[at], near.hidden[at]))
        self.assertLess(chains.Chains(t).loss(w), chains.Chains(t).loss(near))
        half = w.mixed(near, 0.25)
        self.assertTrue(torch.allclose(half.flat(), 0.75 * w.flat() + 0.25 * near.flat()))
        self.assertEqual(chains.size(*shape), len(half.flat()))

    def test_heard(self):
        t = some_turns(2)
        p = chains.Chains(t).posteriors(some_weights(3))
        fit.heard(t, p)
        at = {n: FEATURES.index(n) for n in fit.HEARD}
        for j in range(dumps.CANDIDATES):       # turn 6 of the chain 5 … 8
            c = t.who[6, j]
            of = lambda i: float(p[i][t.who[i] == c].sum()) if c >= 0 else 0.0
            self.assertAlmostEqual(float(t.features[6, j, at["HEARD_BACK_1"]]), of(5), places=5)
            self.assertAlmostEqual(float(t.features[6, j, at["HEARD_BACK_2"]]), 0.0)
            self.assertAlmostEqual(float(t.features[6, j, at["HEARD_AHEAD_2"]]), of(8), places=5)
            self.assertAlmostEqual(float(t.features[6, j, at["HEARD_FAR"]]), np.log1p(of(5) + of(7) + of(8)), places=5)
            self.assertAlmostEqual(float(t.features[6, j, at["HEARD_LIKE"]]), of(6 - t.like[6]) if t.like[6] else 0.0, places=5)

    def test_habits(self):
        t, at = some_turns(2), FEATURES.index("TALKS_LIKE")
        t.who[:, :3] = 0, 1, dumps.NOBODY
        t.who[:, 3:] = dumps.NO_CANDIDATE
        for i in range(9):
            t.words[i] = np.array([1, 2, 3, 9] if i % 2 else [4, 5, 6, 9])
        p = np.zeros(t.who.shape)
        p[np.arange(9), np.arange(9) % 2] = 1                   # 0 and 1 speak in turn, each with words of his own
        fit.habits(t, p)
        likes = t.features[:, :, at].copy()
        self.assertTrue((likes[0] == 0).all())                  # nobody has said anything yet
        self.assertTrue((likes[2::2, 0] > likes[2::2, 1]).all() and (likes[3::2, 1] > likes[3::2, 0]).all())
        self.assertTrue((likes[:, 2:] == 0).all())
        t.words[7] = t.words[8] = np.array([1])
        fit.habits(t, p)
        self.assertTrue((t.features[:7, :, at] == likes[:7]).all())     # what comes after tells nothing

    def test_confidence_rises(self):
        t = some_turns(5)
        table = fit.confidence(t, chains.Chains(t).posteriors(some_weights(6)))
        self.assertEqual(np.shape(table), (len(dumps.GROUNDS), len(fit.KNOTS)))
        self.assertTrue((np.diff(table) >= 0).all())

    def test_source_is_read_back(self):
        passes = [some_weights(7), some_weights(8)]
        table = np.linspace(0, 1, 55).reshape(5, 11).round(3)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "weights.c")
            source.write(path, FEATURES, BETWEENS, passes, table, 2.0, 6.0, 12)
            again, table_again = source.read(path, FEATURES, BETWEENS)
        for a, b in zip(passes, again):
            self.assertTrue(torch.allclose(a.flat(), b.flat()))
        np.testing.assert_allclose(table, table_again)


@unittest.skipIf(MISSING, MISSING)
class Annotation(unittest.TestCase):
    def test_the_same_person(self):
        anne = pdnc.Person("Anne Hale", ["Anne", "Anne Hale", "Miss Hale"], "female")
        self.assertTrue(pdnc.is_person(["Anne Hale"], anne))
        self.assertTrue(pdnc.is_person(["ANNE  hale", "Mr. Dow"], anne))
        self.assertTrue(pdnc.is_person(["Anne H.", "Anne", "Miss Hale", "the girl"], anne))
        self.assertFalse(pdnc.is_person(["Anne H.", "Anne", "Mr. Dow"], anne))
        self.assertFalse(pdnc.is_person(["the girl"], anne))

    def test_a_novel(self):
        with tempfile.TemporaryDirectory() as folder:
            def write(name, text):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
                    f.write(text)

            write("character_info.csv", 'Character ID,Main Name,Aliases,Gender,Category\n0,Anne Hale,"{\'Anne\', \'Miss Hale\'}",F,major\n'
                  "1,Old Dow - Story,['Dow'],M,minor\n2,The Cook,The Cook,X,minor\n")
            write("quotation_info.csv", '"quoteByteSpans","speaker"\n"[[0, 4], [9, 12]]","Anne"\n"[[20, 30]]","a stranger"\n')
            people = pdnc.people(folder)
            self.assertEqual([p.name for p in people], ["Anne Hale", "Old Dow - Story", "The Cook"])
            self.assertEqual(people[1].aliases, ["Dow", "Old Dow", "Old Dow - Story"])
            self.assertEqual([p.gender for p in people], ["female", "male", ""])
            quotes = pdnc.quotations(folder, people)
            self.assertEqual([q.speaker for q in quotes], ["Anne Hale", "a stranger"])
            quoted = sorted((s, e, q.speaker) for q in quotes for s, e in q.spans)
            starts = [q[0] for q in quoted]
            self.assertEqual(dumps.speaker_of([(8, 13)], quoted, starts), "Anne Hale")
            self.assertEqual(dumps.speaker_of([(5, 8), (25, 26)], quoted, starts), "a stranger")
            self.assertIsNone(dumps.speaker_of([(4, 9)], quoted, starts))


@unittest.skipIf(MISSING, MISSING)
class ShortTexts(unittest.TestCase):
    def test_cut(self):
        text = "\nOne two three\nfour.\n\nFive six.\n\n\nSeven.\n"
        self.assertEqual([text[s:e] for s, e in pieces.cut(text, 4)], ["One two three\nfour.", "Five six.\n\n\nSeven."])
        self.assertEqual([text[s:e] for s, e in pieces.cut(text, 5)], ["One two three\nfour.\n\nFive six.", "Seven."])

    def test_whose_saying(self):
        p = pieces.Passage({"text": 'Ada said, "Go home." "I went," said Tom. "No."', "people": [{"id": "a", "as": ["Ada"]}, {"id": "t", "as": ["Tom", "I"]}],
                            "acts": [{"who": "a", "verb": "said", "quote": 'said, "Go home."'}, {"who": "t", "verb": "went", "quote": "I went"}]})
        self.assertEqual(p.speaker([(10, 20)]), "a")
        self.assertIsNone(p.speaker([(21, 30)]))        # what is told in a speech says nothing of its speaker
        self.assertEqual(p.bearers(["Tom", "the boy"]), ["t"])

    def test_labels(self):
        text = 'Ada said, "I go." "I see."'
        read = type("Read", (), {})()
        read.turns, read.cast = some_turns(6, n=2, starts=(0,)), [["Ada"], ["I"]]
        read.turns.who[:, :4] = 0, 1, dumps.NOBODY, dumps.NO_CANDIDATE
        read.turns.label[:] = False
        read.mentions, read.pieces, read.spans = [(0, 3, 0), (11, 12, 0), (19, 20, 1)], [(10, 17), (18, 26)], [[(10, 17)], [(18, 26)]]
        who = pieces.persons(read, text, lambda s, e: ["ada"], lambda names: ["ada"] if names == ["Ada"] else [])
        self.assertEqual(who, {0: "ada", 1: "ada"})
        pieces.label(read, text, who, lambda spans: "ada")
        self.assertTrue((read.turns.label[:, 0]).all() and not read.turns.label[:, 1].any())   # not the I of a quotation that cast knows nobody for


if __name__ == "__main__":
    if MISSING:
        print("skipped:", MISSING)
        sys.exit(77)
    unittest.main()
