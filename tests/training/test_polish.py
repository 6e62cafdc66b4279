"""Heads learn on while the encoder stands still: what stands still keeps its numbers, what learns comes nearer to the teacher; a shipped model comes back as a
checkpoint, and layers that have not changed keep their bytes in its heads file.

Needs torch: python3 tests/training/test_polish.py (skipped where it is missing; one test needs build/marrow_kept)"""
import copy
import os
import random
import tempfile
import unittest

from support import LISTS
try:
    import numpy as np
    import torch
    from training import encoder, export, kept, parts, polish, restore
    from training.corpora import Labels
    from training.model import MIXES, Model
    from training.quantise import simulate
    from training.sentence import Sentence
    from training.windows import Window, collate
    MISSING = None
except ImportError as e:
    MISSING = f"{e.name} is not installed"

VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnop"]


def model(layers, seed):
    torch.manual_seed(seed)
    m = Model(encoder.Encoder(len(VOCAB), layers, 32, 2, 64, 256), Labels(LISTS), A=8, R=8, E=8, Fh=8, S=8, T=8).eval()
    with torch.no_grad():
        for n, p in m.named_parameters():
            if "norm" not in n and n != "mix.scale":
                p.normal_(0, 0.3)
        q, scale = encoder.quantise_words(m.encoder.words)
        m.encoder.words.copy_(q.float() * scale[:, None])
    return m


def window(rng):
    """two sentences, words of one to three wordpieces, some context on both sides"""
    ids, shapes, words = [2, 5, 6], [0, 1, 2], []
    for n in (1, 2, 1, 3, 1, 1, 2):
        words.append((len(ids), n))
        ids += [rng.randrange(4, len(VOCAB)) for _ in range(n)]
        shapes += [rng.randrange(1, 8) + rng.choice((0, 8))] * n
    return Window(ids + [7, 3], shapes + [1, 0], words, [Sentence(["He", "a", "Ann"]), Sentence(["b"] * 3 + ["her"])])


@unittest.skipIf(MISSING, MISSING)
class Polish(unittest.TestCase):
    def setUp(self):
        rng = random.Random(1)
        self.ws = [window(rng) for _ in range(6)]

    def test_what_learns_and_what_stands_still(self):
        small, teacher = model(2, 1), model(4, 2).requires_grad_(False)
        with torch.no_grad():
            layers = torch.cat([small.layers(collate([w])) for w in self.ws], 1)
            wanted = torch.cat([teacher.vectors(collate([w]))[list(polish.MIXES)] for w in self.ws], 1)
        texts = polish.Texts(self.ws, lambda a, z: layers[:, a:z], lambda a, z: wanted[:, a:z])
        for name, course in polish.COURSES.items():
            before = {n: p.detach().clone() for n, p in small.named_parameters()}
            losses = [polish.learn(small, teacher, texts, course, n, random.Random(1)) for n in (1, 60, 1)]
            for k in course.heads:
                if k != "review":       # there is none among these texts
                    self.assertLess(losses[2]["taught " + k], 0.8 * losses[0]["taught " + k], k)
            moved = {n for n, p in small.named_parameters() if not torch.equal(p, before[n])}
            self.assertFalse({n for n in moved if not n.startswith((*course.learns, "mix."))}, name)
            rows = {m for m in range(MIXES) if not torch.equal(small.mix.logits[m], before["mix.logits"][m])}
            self.assertEqual(rows, {course.mix} - {None} if name != "review" else set(), name)

    def test_runs_side_by_side_are_put_together(self):
        """what one run changed is taken from it, what two changed is their mean, what none did stays"""
        t = torch.tensor
        before = {"lin.a.bias": t([1.0]), "lin.b.bias": t([1.0]), "lin.c.bias": t([1.0]), "mix.scale": t([1.0, 1.0, 1.0])}
        one = {**before, "lin.a.bias": t([2.0]), "lin.b.bias": t([3.0]), "mix.scale": t([2.0, 1.0, 1.0])}
        two = {**before, "lin.b.bias": t([5.0]), "mix.scale": t([4.0, 7.0, 1.0])}
        out = {n: x.tolist() for n, x in polish.joined(before, [one, two]).items()}
        self.assertEqual(out, {"lin.a.bias": [2.0], "lin.b.bias": [4.0], "lin.c.bias": [1.0], "mix.scale": [3.0, 7.0, 1.0]})

    def test_means_of_sentences(self):
        """a head for sentences says the same of a sentence and of the one word that stands for it"""
        small = model(2, 1)
        with torch.no_grad():
            layers = torch.cat([small.layers(collate([w])) for w in self.ws], 1)
            short = polish.means(polish.Texts(self.ws, lambda a, z: layers[:, a:z], None))
            self.assertEqual(short.words(), 2 * len(self.ws))
            whole, mean = small.mix(list(layers)), small.mix(list(short.layers(0, 12)))
            first = small.tones(whole[polish.TONES], torch.tensor([[0, 1, 2]]), torch.ones(1, 3, dtype=torch.bool))
            again = small.tones(mean[polish.TONES], torch.tensor([[0]]), torch.ones(1, 1, dtype=torch.bool))
            self.assertLess(float((first[0] - again[0]).abs().max()), 0.05)

    @unittest.skipUnless(os.path.exists(kept.PROGRAM), "build/marrow_kept is not there")
    def test_the_program_makes_the_same_layers(self):
        m = model(8, 1)         # nine outputs: more than one run gives
        with tempfile.TemporaryDirectory() as d, torch.no_grad():
            for int8, most in ((False, 0.01), (True, 0.06)):
                layers = kept.layers(m, VOCAB, self.ws, os.path.join(d, str(int8)), int8)
                n, at = len(self.ws[0].words), 2 * len(self.ws[0].words)
                other = simulate(copy.deepcopy(m)) if int8 else m
                wanted = other.layers(collate([self.ws[2]]))
                self.assertEqual(tuple(layers(at, at + n).shape), (9, n, 32))
                self.assertLess(float((layers(at, at + n) - wanted).norm() / wanted.norm()), most)


@unittest.skipIf(MISSING, MISSING)
class Restore(unittest.TestCase):
    def write(self, m, d):
        heads = export.heads_part(m, True, {"ent": 0.0, "shape": 0.0, "words": 0.0, "send": 0.0, "event": 0.0})
        files = {}
        for part, kind, tensors in (("encoder", parts.ENCODER, export.encoder_part(m.encoder, True)), ("heads", parts.HEADS, heads)):
            files[part] = part + ".mrw", parts.write(os.path.join(d, part + ".mrw"), kind, "0.1-7", tensors)
        parts.manifest(os.path.join(d, "m.json"), "m", "0.1-7", files)
        return os.path.join(d, "m.json")

    def setUp(self):
        kept_text = export.senses.text, export.forms.text
        export.senses.text, export.forms.text = (lambda *_: ""), (lambda *_: "")
        self.addCleanup(lambda: (setattr(export.senses, "text", kept_text[0]), setattr(export.forms, "text", kept_text[1])))

    def test_a_shipped_model_comes_back(self):
        m = model(3, 1)
        with tempfile.TemporaryDirectory() as d:
            c = restore.restored(self.write(m, d))
            self.assertEqual((c["labels"], c["sizes"], c["state"]["step"]), (LISTS, m.sizes, 7))
            own = {n: p.detach() for n, p in m.named_parameters() if n != "encoder.words"}
            self.assertEqual(set(c["model"]), set(own))
            for n, p in own.items():
                if n != "mix.logits":       # of these the weights are what comes back
                    self.assertLess(float((c["model"][n] - p).norm()), 0.02 * float(p.norm()) + 1e-6, n)
            weights = c["model"]["mix.logits"].softmax(1) * c["model"]["mix.scale"][:, None]
            self.assertLess(float((weights - m.mix.weights()).abs().max()), 1e-5)

    def test_what_has_not_changed_keeps_its_bytes(self):
        with tempfile.TemporaryDirectory() as d:
            manifest = self.write(model(3, 1), d)
            before = restore.restored(manifest)["model"]
            m = model(3, 2)
            with torch.no_grad():
                for n, p in m.named_parameters():
                    if n in before:
                        p.copy_(before[n])
                m.lin["signs_out"].weight += 0.5
                m.mix.scale[5] *= 2
            _, _, old = parts.read(os.path.join(d, "heads.mrw"))
            new = export.heads_part(m, True, {"ent": 0.0, "shape": 0.0, "words": 0.0, "send": 0.0, "event": 0.0})
            out = restore.changed(old, new, before, {n: p.detach() for n, p in m.named_parameters()})
            parts.write(os.path.join(d, "new.mrw"), parts.HEADS, "0.2-7", out)
            _, _, out = parts.read(os.path.join(d, "new.mrw"))
            differs = {k for k in old if isinstance(old[k], str) and old[k] != out[k] or not isinstance(old[k], str) and not np.array_equal(old[k], out[k])}
            self.assertTrue({"signs.out.weight", "signs.out.scale", "mix"} <= differs <= {"signs.out.weight", "signs.out.scale", "signs.out.sum", "mix"}, differs)
            self.assertEqual([k for k in range(MIXES) if not np.array_equal(old["mix"][k], out["mix"][k])], [5])


if __name__ == "__main__":
    unittest.main()
