"""The one shape that all corpora are read into, and what is done to it before training: hyphens, quotes, dashes, block marks.

A Sentence holds tokens and whatever labels its corpus has; a head learns from the sentences that carry its labels."""
import re
from dataclasses import dataclass, field, replace

IGNORE = -1


@dataclass
class Sentence:
    tokens: list
    block: bool = False                  # its first token opens a block (paragraph, heading)
    ends: bool = False                   # its end is a real sentence end: the sentence head may learn from it
    tags: dict = field(default_factory=dict)   # upos, xpos, feats, lemma, sense, event -> label ids per token, IGNORE: unknown
    heads: list = None                   # 0: root, else index of the head + 1
    rels: list = None
    spans: list = None                   # entities: (first, last, label id), last inclusive
    unknown_spans: set = field(default_factory=set)   # (first, last) that may or may not be entities
    feel: tuple = None                   # valence, arousal, dominance, 1 … 5
    signs: dict = field(default_factory=dict)  # group of training/signs.py -> label a token, IGNORE: unknown
    tone: tuple = None                   # mode, lapse (label ids or IGNORE), valence -2 … 2, tension 0 … 2
    mentions: list = None                # coreference: (head token, entity, does an earlier mention of it stand in the document; None: not all are annotated)
    points: list = None                  # doers: (token, entities who do or say it, entities to whom it is done or said, is it a word said aloud)
    selves: set = field(default_factory=set)   # of the mentions those that stand for speaker or hearer: I, you in a quotation
    beings: list = None                  # places of words that may mean somebody, where the tokens are not at hand (training/novels.py)
    meaning: object = None               # f32 [64], length 1: what it says (training/meanings.py)


HYPHEN = re.compile(r"(?<=[^\W\d_])(-)(?=[^\W\d_])")


def split_hyphens(s):
    """LitBank's tokens keep inner hyphens, marrow's do not: the sentence with its tokens split, labels carried along.
    An event label goes to the last piece; an entity that begins or ends in a split token takes all its pieces."""
    first, last, tokens = [], [], []
    for t in s.tokens:
        pieces = [p for p in HYPHEN.split(t) if p]
        first.append(len(tokens))
        tokens += pieces
        last.append(len(tokens) - 1)
    if len(tokens) == len(s.tokens):
        return s
    tags = {}
    for k, v in s.tags.items():
        row = [0] * len(tokens)
        for i, x in enumerate(v):
            row[last[i]] = x
        tags[k] = row
    spans = s.spans and [(first[a], last[z], l) for a, z, l in s.spans]
    signs = {g: [x for i, x in enumerate(row) for _ in range(first[i], last[i] + 1)] for g, row in s.signs.items()}
    mentions = s.mentions and [(last[i], e, old) for i, e, old in s.mentions]      # documents with hyphens to split have no points
    return replace(s, tokens=tokens, tags=tags, spans=spans if s.spans is not None else None, signs=signs, mentions=mentions,
                   unknown_spans={(first[a], last[z]) for a, z in s.unknown_spans})


OPENERS = {"(", "[", "-", "—", "--", "“", "‘", "``"}


class Typography:
    """one way of setting quotes and dashes, held through a document"""

    def __init__(self, rng):
        self.curly = rng.random() < 0.5           # straight quotes and apostrophes become curly
        self.straight = not self.curly and rng.random() < 0.3    # curly ones become straight
        self.dash = rng.random() < 0.5            # -- becomes an em-dash
        self.single = rng.random() < 0.1          # British: quotations in single quotes
        self.keep_tex = rng.random() < 0.2        # `` and '' are left

    def __call__(self, sentences):
        """sentences of a document, in order, with their tokens set anew"""
        opened = False
        for s in sentences:
            tokens = []
            if s.block:
                opened = False
            for i, t in enumerate(s.tokens):
                tokens.append(self._token(t, opened, i, s.tokens))
                if t in ('"', "``", "''", "“", "”"):
                    opened = t in ("``", "“") or (t == '"' and not opened)
            tags = s.tags
            if "lemma" in tags and tokens != s.tokens:      # a mark that was set anew has no lemma of its own in the corpus
                tags = {**tags, "lemma": [l if a == b or any(map(str.isalpha, b)) else IGNORE
                                          for l, a, b in zip(tags["lemma"], s.tokens, tokens)]}
            yield replace(s, tokens=tokens, tags=tags)

    def _token(self, t, opened, i, tokens):
        if t.isalpha():
            return t
        if t in ("``", "''") and not self.keep_tex:
            t = "“" if t == "``" else "”" if self.curly else t
            if not self.curly:
                t = '"'
        if self.curly:
            if t == '"':
                t = "”" if opened else "“"
            elif t == "'":
                t = "’" if i and tokens[i - 1] not in OPENERS else "‘"
            elif "'" in t and t != "''":
                t = t.replace("'", "’")
            if self.single and t in "“”":
                t = "‘" if t == "“" else "’"
        elif self.straight:
            t = '"' if t in "“”" else t.replace("’", "'").replace("‘", "'")
        if self.dash and t == "--":
            t = "—"
        return t


CLITIC = re.compile(r"(?i)(?<=\w)(n['’]t|['’](?:s|ll|re|ve|d|m))$")


def split_clitics(tokens):
    """"don't" -> "do", "n't", as Universal Dependencies splits English"""
    out = []
    for t in tokens:
        m = CLITIC.search(t)
        out += [t[:m.start()], t[m.start():]] if m and m.start() else [t]
    return out
