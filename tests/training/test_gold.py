"""What a batch teaches, as tensors: labels land on their words, mentions on what may be their antecedent; packed for another process nothing is lost.

Needs torch: python3 tests/training/test_gold.py (skipped where it is missing)"""
import unittest

import support  # noqa: F401
try:
    import torch
    from training import feed, gold
    from training.sentence import IGNORE, Sentence
    from training.windows import Batch
    MISSING = None
except ImportError as e:
    MISSING = f"{e.name} is not installed"


def batch(*sentences, homes=None):
    starts = [sum(len(s.tokens) for s in sentences[:k]) for k in range(len(sentences))]
    return Batch(*[None] * 7, list(sentences), starts, homes or [0] * len(sentences))


@unittest.skipIf(MISSING, MISSING)
class Gold(unittest.TestCase):
    def test_labels_on_their_words(self):
        b = batch(Sentence(["a", "b"], tags={"upos": [3, IGNORE]}), Sentence(["c"], tags={"upos": [5]}), Sentence(["d"]))
        at, y = gold.of(b, 4)["tags"]["upos"]
        self.assertEqual((at.tolist(), y.tolist()), ([0, 2], [3, 5]))

    def test_spans(self):
        (at, y), = gold.of(batch(Sentence(list("abcd"), spans=[(0, 1, 7)], unknown_spans={(2, 2)})), 2)["ent"]["groups"]
        self.assertEqual(at.tolist(), [[0, 1, 2, 3]])
        none = gold.NONE
        self.assertEqual(y[0].tolist(), [[0, 7, none, none], [none, 0, 0, none], [none, none, none, 0], [none, none, none, 0]])

    def test_antecedents(self):
        """a new one, an earlier one, one whose antecedent stands before the window, and one of a text that is annotated in part"""
        s = Sentence(list("abcd"), mentions=[(0, 8, False), (1, 9, True), (2, 8, True), (3, 5, None)])
        g = gold.of(batch(s), 4)["coref"]
        self.assertEqual(g["known"].tolist(), [[True, False, True, False]])
        self.assertEqual(g["right"][0, 2].tolist(), [False, True, False, False, False])
        self.assertTrue(g["right"][0, 0, 0])

    def test_windows_do_not_see_each_other(self):
        one = lambda: Sentence(["x", "y"], mentions=[(0, 1, False), (1, 1, True)])
        g = gold.of(batch(one(), one(), homes=[1, 2]), 4)["coref"]
        self.assertEqual(g["index"].tolist(), [[0, 1], [2, 3]])

    def test_doers(self):
        """who does it is any mention of the person; in what is said I is no candidate for who says it"""
        s = Sentence(["he", "gave", "I", "go"], mentions=[(0, 1, None), (2, 1, None)], points=[(1, (1,), (), False), (3, (1,), (2,), True)], selves={2})
        g = gold.of(batch(s), 4)["point"]
        who, whom = g["right"][:, 0]
        self.assertEqual(who.tolist(), [[False, True, True], [False, True, False]])
        self.assertEqual(whom.tolist(), [[True, False, False], [False, False, False]])
        self.assertEqual(g["hidden"][0].tolist(), [[False, False], [False, True]])

    def test_packed_and_unpacked(self):
        tree = {"a": torch.arange(3), "b": [(torch.ones(2, 2), "x"), torch.tensor([[True], [False]])], "c": torch.arange(5), "d": None, "e": torch.zeros(0, 4)}
        buffers = {}
        places = feed.packed(tree, buffers)
        back = feed.unpacked(places, {k: torch.cat([torch.from_numpy(x) for x in rows[1:]]) for k, rows in buffers.items()})
        self.assertEqual(back["a"].tolist(), [0, 1, 2])
        self.assertEqual(back["b"][0][0].tolist(), [[1, 1], [1, 1]])
        self.assertEqual((back["b"][0][1], back["b"][1].tolist(), back["c"].tolist(), back["d"]), ("x", [[True], [False]], [0, 1, 2, 3, 4], None))
        self.assertEqual(back["e"].shape, (0, 4))


if __name__ == "__main__":
    unittest.main()
