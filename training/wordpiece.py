"""Wordpieces and the word shape of a token, as docs/model.md defines them. Pure Python; equal to BERT's reference tokenizer
given words that are already split (tests/training checks it)."""
import unicodedata

MAX_CHARS = 100


def _is_cjk(c):
    return (0x4E00 <= c <= 0x9FFF or 0x3400 <= c <= 0x4DBF or 0x20000 <= c <= 0x2A6DF or 0x2A700 <= c <= 0x2B73F
            or 0x2B740 <= c <= 0x2B81F or 0x2B820 <= c <= 0x2CEAF or 0xF900 <= c <= 0xFAFF or 0x2F800 <= c <= 0x2FA1F)


def _is_punctuation(ch):
    c = ord(ch)
    return 33 <= c <= 47 or 58 <= c <= 64 or 91 <= c <= 96 or 123 <= c <= 126 or unicodedata.category(ch)[0] == "P"


def _clean(token):
    out = []
    for ch in token:
        if ch in "\t\n\r" or ch.isspace():
            out.append(" ")
        elif ch in "\0\ufffd" or unicodedata.category(ch)[0] == "C":
            continue
        elif _is_cjk(ord(ch)):
            out += [" ", ch, " "]
        else:
            out.append(ch)
    plain = (ch for ch in unicodedata.normalize("NFD", "".join(out)) if unicodedata.category(ch) != "Mn")
    return "".join(ch.lower() for ch in plain)


def basic_words(token):
    """a token cleaned, lower-cased, without accents, split at white space, CJK characters and punctuation"""
    words, cur = [], ""
    for ch in _clean(token) + " ":
        if ch.isspace() or _is_punctuation(ch):
            if cur:
                words.append(cur)
            cur = ""
            if not ch.isspace():
                words.append(ch)
        else:
            cur += ch
    return words


class WordPieces:
    """cuts tokens into wordpiece ids; remembers every token it has seen"""

    def __init__(self, vocabulary):
        self.ids = {w: i for i, w in enumerate(vocabulary)}
        self.unk, self.cls, self.sep = self.ids["[UNK]"], self.ids["[CLS]"], self.ids["[SEP]"]
        self.memo = {}

    def _cut(self, word):
        if len(word) > MAX_CHARS:
            return [self.unk]
        out, at = [], 0
        while at < len(word):
            end = len(word)
            while end > at and ("##" if at else "") + word[at:end] not in self.ids:
                end -= 1
            if end == at:
                return [self.unk]
            out.append(self.ids[("##" if at else "") + word[at:end]])
            at = end
        return out

    def __call__(self, token):
        """token -> list of one or more ids"""
        got = self.memo.get(token)
        if got is None:
            got = self.memo[token] = [i for w in basic_words(token) for i in self._cut(w)] or [self.unk]
        return got


_SHAPES = {}


def shape(token):
    """word shape 1 … 7 of docs/model.md (without the block flag)"""
    got = _SHAPES.get(token)
    if got is None:
        cats = [unicodedata.category(c) for c in token]
        up = [c in ("Lu", "Lt") for c in cats if c[0] == "L"]
        if not up:
            got = 6 if "Nd" in cats else 7
        elif not any(up):
            got = 1
        elif len(up) == 1:
            got = 4
        elif all(up):
            got = 3
        else:
            got = 2 if up[0] and not any(up[1:]) else 5
        _SHAPES[token] = got
    return got
