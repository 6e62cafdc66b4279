"""The smaller model begins as the larger one's layers and mixtures; its loss falls towards the larger one's vectors; calibration mends what it should.

Needs torch: python3 tests/training/test_student.py (skipped where it is missing)"""
import unittest

from support import LISTS
try:
    import torch
    from training import calibrate, encoder, evaluate_signs, gold, student
    from training.corpora import Labels
    from training.sentence import Sentence
    from training.windows import Batch
    from training.model import Model
    MISSING = None
except ImportError as e:
    MISSING = f"{e.name} is not installed"


@unittest.skipIf(MISSING, MISSING)
class Student(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(1)
        self.teacher = Model(encoder.Encoder(20, 4, 32, 2, 64, 16), Labels(LISTS), A=8, R=8, E=8, Fh=8, S=8, T=8).eval()
        with torch.no_grad():
            for p in self.teacher.parameters():
                p.normal_(0, 0.3)
        kept = encoder.pretrained_encoder
        student.pretrained_encoder = lambda layers: (encoder.Encoder(20, layers, 32, 2, 64, 16), None)
        self.addCleanup(setattr, student, "pretrained_encoder", kept)

    def test_same_with_all_layers(self):
        twin = student.student(self.teacher, 4).eval()
        for (n, p), (_, q) in zip(self.teacher.state_dict().items(), twin.state_dict().items()):
            self.assertTrue(torch.equal(p, q), n)

    def test_every_other_layer_the_last_among_them(self):
        half = student.student(self.teacher, 2)
        for i, k in enumerate((1, 3)):
            self.assertTrue(torch.equal(half.encoder.layers[i].up.weight, self.teacher.encoder.layers[k].up.weight))
        self.assertTrue(torch.equal(half.mix.logits, self.teacher.mix.logits[:, [0, 2, 4]]))
        self.assertTrue(torch.equal(half.encoder.words, self.teacher.encoder.words))

    def batch(self):
        """two sentences of three and four words in one window, a wordpiece a word"""
        n = torch.arange(7)
        return Batch(n + 2, n % 3, n, [(0, 1, 7, None)], n, n, torch.ones(7), [Sentence(["He", "a", "Ann"]), Sentence(["b"] * 3 + ["her"])], [0, 3], [0, 0])

    def test_a_twin_has_nothing_to_be_taught(self):
        self.teacher.requires_grad_(False)
        twin, batch = student.student(self.teacher, 4).eval(), self.batch()
        for k, x in self.taught(twin, batch).items():
            self.assertLess(float(x.detach()), 1e-4, k)

    def taught(self, model, batch, teachers=None, below=()):
        teachers = teachers or [self.teacher]
        with torch.no_grad():
            wanted = [t.vectors(batch, below) for t in teachers]
        return student.taught(model, teachers, model.vectors(batch, below), wanted, gold.of_lessons(batch, 3))

    def test_several_teachers_teach_their_mean(self):
        """two who hold the contrary of a word's label leave the middle; the one who says it need not be either of them"""
        self.teacher.requires_grad_(False)
        other, batch = student.student(self.teacher, 4).requires_grad_(False).eval(), self.batch()
        with torch.no_grad():
            for m, b in ((self.teacher, 4.0), (other, -4.0)):
                m.lin["event"].weight.zero_()
                m.lin["event"].bias.fill_(b)
        middle = student.student(self.teacher, 4).requires_grad_(False).eval()
        with torch.no_grad():
            middle.lin["event"].bias.zero_()
        loss = {k: float(self.taught(m, batch, [self.teacher, other])["taught event"]) for k, m in (("one", self.teacher), ("middle", middle))}
        self.assertLess(loss["middle"], 1e-4)
        self.assertGreater(loss["one"], 1.0)

    def test_a_part_of_the_heads_alone(self):
        batch = self.batch()
        with torch.no_grad():
            w = [self.teacher.vectors(batch)]
            told = lambda heads: set(student.taught(self.teacher, [self.teacher], w[0], w, gold.of_lessons(batch, 3), heads))
            self.assertEqual(told(student.OLD | student.NEW), told(student.OLD) | told(student.NEW))
            self.assertFalse(told(student.OLD) & told(student.NEW))

    def test_what_stands_still_is_computed_once(self):
        self.teacher.requires_grad_(False)
        twin, b = student.student(self.teacher, 4).eval(), self.batch()
        twin.encoder.freeze(2)
        below = self.teacher.encoder(b.ids, b.shapes, b.places, b.groups, upto=2)
        self.assertEqual(len(below), 3)
        v = twin.vectors(b, below)
        self.assertTrue(torch.equal(v, twin.vectors(b)))
        v.sum().backward()
        moves = {n for n, p in twin.named_parameters() if n.startswith("encoder.") and p.grad is not None}
        self.assertEqual(moves, {n for n, _ in twin.named_parameters() if n.startswith(("encoder.layers.2.", "encoder.layers.3."))})
        self.assertNotIn("taught vectors", self.taught(twin, b, below=below))

    def test_lessons_bring_the_smaller_model_nearer(self):
        self.teacher.requires_grad_(False)
        half, batch = student.student(self.teacher, 2).eval(), self.batch()
        optimiser, seen = torch.optim.Adam(half.parameters(), 3e-3), []
        for _ in range(60):
            losses = self.taught(half, batch)
            seen.append({k: float(x.detach()) for k, x in losses.items()})
            optimiser.zero_grad()
            sum(losses.values()).backward()
            optimiser.step()
        far = [k for k, x in seen[0].items() if x > 1e-4]
        self.assertGreater(len(far), 8)
        for k in far:
            self.assertLess(seen[-1][k], 0.7 * seen[0][k], k)
        self.assertTrue(all(p.grad is None for p in self.teacher.parameters()))


@unittest.skipIf(MISSING, MISSING)
class Calibration(unittest.TestCase):
    def test_overconfident_logits_are_drawn_back(self):
        torch.manual_seed(1)
        true = torch.randn(20000, 1) * 2 - 1
        gold = (torch.rand(20000) < true[:, 0].sigmoid()).long()
        scale, bias = calibrate.fit(true * 3 + 2, gold)
        self.assertAlmostEqual(scale, 1 / 3, delta=0.03)
        after = evaluate_signs.calibration(calibrate.moved(true * 3 + 2, scale, bias), gold)
        self.assertLess(after, 1.0)
        self.assertGreater(evaluate_signs.calibration(true * 3 + 2, gold), 5.0)

    def test_groups_move_on_their_first_label(self):
        x = torch.tensor([[1.0, 2.0, 3.0]])
        self.assertEqual(calibrate.moved(x, 2.0, 0.5).tolist(), [[2.5, 4.0, 6.0]])


if __name__ == "__main__":
    unittest.main()
