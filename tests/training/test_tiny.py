"""tests/model-tiny is what training/tiny.py makes; parts, lemma scripts, wordpieces and trees do what docs/model.md says.

Runs without torch: python3 tests/training/test_tiny.py (skipped when numpy or xxhash is missing)"""
import filecmp
import json
import os
import tempfile
import unittest

from support import ROOT
try:
    import numpy as np
    import xxhash  # noqa: F401
    from training import decode, parts, scripts, tiny, wordpiece
    MISSING = None
except ImportError as e:
    MISSING = f"{e.name} is not installed"


@unittest.skipIf(MISSING, MISSING)
class Tiny(unittest.TestCase):
    def test_files_are_rebuilt(self):
        old = os.path.join(ROOT, "tests", "model-tiny")
        with tempfile.TemporaryDirectory() as new:
            tiny.write(new)
            names = sorted(os.listdir(new))
            self.assertEqual(filecmp.cmpfiles(old, new, names, shallow=False)[0], names)
            self.assertLess(sum(os.path.getsize(os.path.join(new, n)) for n in names), 300 << 10)

    def test_all_heads_are_there(self):
        heads = parts.read(os.path.join(ROOT, "tests", "model-tiny", "tiny-heads.mrw"))[2]
        width = tiny.WIDTH
        self.assertEqual(heads["mix"].shape, (8, tiny.LAYERS + 1))
        for k in ("signs", "review"):
            n = heads[k + ".labels"].count("\n")
            self.assertEqual(heads[k + ".hidden.weight"].shape[1], width)
            self.assertEqual(heads[k + ".out.weight"].shape, (n, heads[k + ".hidden.weight"].shape[0]))
        self.assertEqual(heads["tone.out.weight"].shape, (4 + 8 + 2, heads["tone.hidden.weight"].shape[0]))
        self.assertEqual((heads["meaning.weight"].shape, heads["coref.word.weight"].shape), ((64, width), (64, width)))
        self.assertEqual(heads["coref.link"].shape, (1, 64 * 64 + 2 * 64 + 2 + 8))

    def test_altered_part_is_refused(self):
        with tempfile.TemporaryDirectory() as d:
            path = os.path.join(d, "x.mrw")
            parts.write(path, parts.HEADS, "v", {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "t": "one\ntwo\n"})
            kind, version, t = parts.read(path)
            self.assertEqual((kind, version, t["t"], t["a"].tolist()), (parts.HEADS, "v", "one\ntwo\n", [[0, 1, 2], [3, 4, 5]]))
            with open(path, "r+b") as f:
                f.seek(-1, os.SEEK_END)
                last = f.read(1)[0]
                f.seek(-1, os.SEEK_END)
                f.write(bytes([last ^ 1]))
            with self.assertRaises(ValueError):
                parts.read(path)


@unittest.skipIf(MISSING, MISSING)
class Layout(unittest.TestCase):
    def test_packed(self):
        q = (np.arange(18 * 7) % 127 - 63).astype(np.int8).reshape(18, 7)
        raw = parts.Packed(q).tobytes()
        for o in (0, 3, 15, 16, 17):
            for i in (0, 3, 4, 6):
                self.assertEqual(np.int8(raw[((o // 16) * 2 + i // 4) * 64 + (o % 16) * 4 + i % 4] - 256 * (raw[((o // 16) * 2 + i // 4) * 64 + (o % 16) * 4 + i % 4] > 127)), q[o, i])
        self.assertTrue((parts.unpack(raw, 18, 7) == q).all())

    def test_quantise(self):
        w = np.random.default_rng(0).normal(size=(8, 64)).astype(np.float32)
        q, scale, total = parts.quantise(w)
        self.assertLessEqual(int(np.abs(q).max()), 63)
        self.assertLess(float(np.abs(q * scale[:, None] - w).max()), 1.0)
        self.assertTrue((total == q.sum(1)).all())


@unittest.skipIf(MISSING, MISSING)
class Words(unittest.TestCase):
    def test_wordpieces_are_the_reference_s(self):
        pieces = wordpiece.WordPieces(tiny.vocabulary()[0])
        with open(os.path.join(ROOT, "tests", "encode", "vectors.json"), encoding="utf-8") as f:
            for word, ids, _ in json.load(f)["words"]:
                self.assertEqual(pieces(word), ids, word)

    def test_shapes(self):
        for token, s in (("word", 1), ("o'clock", 1), ("Word", 2), ("L'Été", 5), ("USA", 3), ("I", 4), ("I.", 4), ("McDonald", 5), ("iX", 5), ("3.14", 6), ("—", 7), ("漢字", 1)):
            self.assertEqual(wordpiece.shape(token), s, token)

    def test_lemma_scripts(self):
        for form, lemma in (("walked", "walk"), ("The", "the"), ("was", "be"), ("KELLYNCH", "Kellynch"), ("children", "child"), ("US", "US"), ("’s", "'s"), ("me", "I"), ("n't", "not")):
            self.assertEqual(scripts.apply(form, scripts.script(form, lemma)), lemma)
        self.assertEqual(scripts.script("walked", "walk"), "l\t2\t")


@unittest.skipIf(MISSING, MISSING)
class Decoding(unittest.TestCase):
    def test_trees_equal_brute_force(self):
        import itertools
        rng = np.random.default_rng(1)
        for _ in range(60):
            n = int(rng.integers(1, 5))
            s = rng.normal(size=(n, n + 1))
            s[np.arange(n), np.arange(n) + 1] = -1e9
            best = max((h for h in itertools.product(range(n + 1), repeat=n) if self._tree(h)), key=lambda h: sum(s[i, x] for i, x in enumerate(h)))
            self.assertEqual(tuple(decode.tree(s)), best)

    @staticmethod
    def _tree(heads):
        if sum(h == 0 for h in heads) != 1:
            return False
        for i in range(len(heads)):
            seen, n = set(), i + 1
            while n:
                if n in seen:
                    return False
                seen.add(n)
                n = heads[n - 1]
        return True

    def test_labels(self):
        labels = ["O", "B-a", "I-a"]
        self.assertEqual(decode.viterbi(np.array([[0, -1, 3.0], [0, 0, 2.0]]), labels), [1, 2])
        p = np.zeros((3, 3, 2))
        p[..., 0] = 0.5
        p[0, 1, 1], p[1, 2, 1], p[1, 1, 1] = 0.9, 0.8, 0.7
        self.assertEqual(decode.spans(p, 40), [(0, 1, 1), (1, 1, 1)])

    def test_heads_of_spans(self):
        found = [(0.9, 0, 4, 1, 1), (0.8, 0, 1, 1, 1), (0.7, 1, 1, 1, 1), (0.6, 3, 4, 2, 4), (0.9, 6, 7, 1, 7), (0.6, 6, 6, 1, 7)]
        self.assertEqual(sorted(decode.take(found)), [(0, 4, 1), (3, 4, 2), (6, 6, 1), (6, 7, 1)])


if __name__ == "__main__":
    unittest.main()
