"""What training does to sentences before it learns from them; runs without torch and without data: python3 tests/training/test_corpora.py"""
import os
import random
import unittest

from support import ROOT
from training import corpora, mentions, sentence, signs  # noqa: E402
from training.sentence import Sentence  # noqa: E402


class Projection(unittest.TestCase):
    def test_hyphens(self):
        s = Sentence("The well-to-do half-smiled at Mary-Ann - twice --".split(), tags={"event": [0, 0, 1, 0, 0, 0, 0, 0]}, spans=[(0, 1, 2), (4, 4, 1)],
                     unknown_spans={(3, 4)})
        p = sentence.split_hyphens(s)
        self.assertEqual(p.tokens, "The well - to - do half - smiled at Mary - Ann - twice --".split())
        self.assertEqual([t for t, e in zip(p.tokens, p.tags["event"]) if e], ["smiled"])
        self.assertEqual([" ".join(p.tokens[a:z + 1]) for a, z, _ in p.spans], ["The well - to - do", "Mary - Ann"])
        self.assertEqual([" ".join(p.tokens[a:z + 1]) for a, z in p.unknown_spans], ["at Mary - Ann"])

    def test_without_hyphens_nothing_changes(self):
        s = Sentence(["She", "left", "."], tags={"event": [0, 1, 0]}, spans=[(0, 0, 3)])
        self.assertIs(sentence.split_hyphens(s), s)

    def test_clitics(self):
        self.assertEqual(sentence.split_clitics(["I", "don't", "think", "Mary’s", "they'll", "o'clock", "'s"]),
                         ["I", "do", "n't", "think", "Mary", "’s", "they", "'ll", "o'clock", "'s"])

    def test_typography_keeps_the_tokens_in_step(self):
        s = [Sentence(['"', "I", "do", "n't", "--", "'", '"', "he", "said"], tags={"lemma": list(range(9))}), Sentence(["``", "No", ".", "''"])]
        for seed in range(40):
            out = list(sentence.Typography(random.Random(seed))(s))
            self.assertEqual([len(x.tokens) for x in out], [9, 4])
            self.assertEqual([out[0].tags["lemma"][i] for i in (1, 2, 3, 7, 8)], [1, 2, 3, 7, 8])
            self.assertEqual([out[0].tokens[i] for i in (1, 2, 7, 8)], ["I", "do", "he", "said"])
        style = sentence.Typography(random.Random(0))
        style.curly, style.single, style.dash, style.keep_tex = True, False, True, False
        out = list(style(s))
        self.assertEqual(out[0].tokens, ["“", "I", "do", "n’t", "—", "‘", "”", "he", "said"])
        self.assertEqual(out[1].tokens, ["“", "No", ".", "”"])
        self.assertEqual(out[0].tags["lemma"][0], sentence.IGNORE)


class Labels(unittest.TestCase):
    def test_forms(self):
        tokens, common = "Captain Brown met the Queen near Mill House , and Cook".split(), {"cook"}
        for first, last, form in ((0, 1, "PROP"), (3, 4, "NOM"), (6, 7, "PROP")):
            self.assertEqual(corpora.guess_form(tokens, first, last, common), form)
        self.assertEqual(corpora.guess_form(["Cook", "came"], 0, 0, common), "NOM")
        self.assertEqual(corpora.guess_form(["Brown", "came"], 0, 0, common), "PROP")

    def test_spans(self):
        self.assertEqual(corpora.bio_spans("B-a I-a O I-b I-a B-a".split()), {(0, 1, "a"), (3, 3, "b"), (4, 4, "a"), (5, 5, "a")})

    def test_semcor_lemmas(self):
        self.assertEqual(corpora.semcor_lemma("walked", "VB", "walk"), "walk")
        for row in (("Walked", "VB", "walk"), ("steps", "NN", "steps"), ("better", "JJ", "better"), ("gave", "VB", "give_up")):
            self.assertIsNone(corpora.semcor_lemma(*row))

    def test_open_data(self):
        self.assertTrue(all(corpora.allowed(k, True) for k in ("litbank", "ewt", "gum", "semcor", "emobank")))
        self.assertFalse(corpora.allowed("pdnc", True))
        self.assertTrue(corpora.allowed("pdnc", False))

    def test_head_words(self):
        for words, head in (("the old keeper of the light", "keeper"), ("Captain Abel Thorne", "Thorne"), ("the woman who had knocked", "woman"), ("her", "her"), ("Hannah 's", "Hannah")):
            t = words.split()
            self.assertEqual(t[corpora.head_word(t, 0, len(t) - 1)], head)


STORY = "Mrs. Pell ran to the gate, for she feared the dog.\n\n“Don't let it in!” she cried. Abel shut the gate."


class Signs(unittest.TestCase):
    def test_words_cover_the_text(self):
        p = signs.Passage(STORY)
        self.assertEqual("".join(p.tokens), "".join(STORY.split()))
        self.assertIn("n't", p.tokens)

    def test_sentences(self):
        s = signs.Passage(STORY, ["act"]).sentences()
        self.assertEqual([x.tokens[0] for x in s], ["Mrs", "“", "Abel"])
        self.assertEqual([x.block for x in s], [True, True, False])
        self.assertTrue(all(len(x.signs["act"]) == len(x.tokens) for x in s))

    def test_quotations_are_found(self):
        p = signs.Passage(STORY)
        words = lambda at: " ".join(p.tokens[at[0]:at[1] + 1])
        self.assertEqual(words(p.find("for she  feared\nthe dog")), "for she feared the dog")
        self.assertEqual(words(p.find("Pell ran to the gate because it feared the dog")), "Pell ran to the gate , for she feared the dog")
        self.assertIsNone(p.find("a sentence that is not there"))

    def test_a_passage(self):
        s = signs.passage({"text": STORY, "inside": [{"who": "p", "quote": "she feared the dog", "kind": "feel"}], "ripples": [], "traits": [], "threads": [], "content": [],
                           "acts": [{"quote": "Abel shut the gate", "who": "a", "to": "p", "verb": "shut", "real": True, "key": True, "why": None},
                                    {"quote": "Mrs. Pell ran to the gate", "who": "p", "to": None, "verb": "ran", "real": True, "key": False, "why": {"status": "told", "kind": "feeling", "quote": "for she feared the dog"}}],
                           "relations": [], "mode": "scene", "span": "minutes", "valence": -1, "tension": 1,
                           "people": [{"id": "p", "as": ["Mrs. Pell", "she"]}, {"id": "a", "as": ["Abel", "he"]}]})
        labels = lambda g: [(signs.GROUPS[g][x] if len(signs.GROUPS[g]) > 1 else x, t) for q in s for t, x in zip(q.tokens, q.signs[g]) if x > 0]
        self.assertEqual([t for _, t in labels("act")], "Mrs . Pell ran to the gate Abel shut the gate".split())
        self.assertEqual({x for x, _ in labels("reason")}, {"reason.feeling"})
        self.assertEqual([t for _, t in labels("inside")], "she feared the dog".split())
        self.assertEqual([t for _, t in labels("key")], "Abel shut the gate".split())
        self.assertEqual(s[1].signs["why"], [sentence.IGNORE] * len(s[1].tokens))
        self.assertEqual(s[0].tone, (0, 1, -1, 1))
        person = {q.tokens[i]: e for q in s for i, e, old in q.mentions if old is None}
        self.assertTrue(person["Pell"] == person["she"] != person["Abel"])
        self.assertEqual([(q.tokens[i], who, to) for q in s for i, who, to, said in q.points if not said],
                         [("ran", (person["Pell"],), ()), ("shut", (person["Abel"],), (person["Pell"],))])

    def test_words_of_speech_stand_for_the_act(self):
        p = signs.Passage("“Leave the gate,” said Abel.")
        self.assertEqual(mentions.act_words(p, (1, 3), ["ordered"], {1, 2, 3}), ([1, 2, 3], True))
        self.assertEqual(mentions.act_words(p, (1, 7), ["said"], {1, 2, 3}), ([6], False))

    def test_gum_entities(self):
        rows = lambda *fields: [[str(i + 1), w, "", "", "", "", "", "", "", e] for i, (w, e) in enumerate(fields)]
        doc = [rows(("Old", "Entity=(1-person-new-nnnnn-cf1-2,3-coref"), ("Ada", "_"), ("Pell", "Entity=1)"), ("sold", "_"), ("her", "Entity=(2-object-new-nnnnn-cf2-2-sgl(1-person-giv:act-nnnnn-cf1-1-ana)"), ("cow", "Entity=2)")),
               rows(("She", "Entity=(1-person-giv:act-nnnnn-cf1-1-ana)"), ("left", "_"))]
        self.assertEqual(mentions.gum_mentions(doc), [[(2, 0, False), (4, 0, True)], [(0, 0, True)]])

    def test_groups_are_the_programs(self):
        with open(os.path.join(ROOT, "src", "tag", "signs.c"), encoding="utf-8") as f:
            header = f.read()
        for names in signs.GROUPS.values():
            for n in names:
                self.assertTrue(n.endswith(".O") or f'"{n}"' in header, n)

    def test_marks_are_taken_away(self):
        s = Sentence(["“", "No", ",", "”", "he", "said"], signs={"spoken": [1, 1, 1, 1, 0, 0]})
        self.assertEqual((signs.without_marks(s).tokens, signs.without_marks(s).signs["spoken"]), (["No", ",", "he", "said"], [1, 1, 0, 0]))

    def test_cue_words(self):
        for expression, cue in (("said Hannah", "said"), ("he muttered", "muttered"), ("Hannah", None), ("the old man replied", "replied")):
            self.assertEqual(signs.cue_word(expression), cue)


if __name__ == "__main__":
    unittest.main()
