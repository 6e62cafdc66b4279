"""Whole novels without labels, for learning what words stand in them (training/adapt.py) and what finished models say of them (training/ensemble.py):
wordpieces and word shapes as numbers. Books of which any part is annotated in a dev split are left out, so that figures on dev stay those of unseen books."""
import glob
import gzip
import hashlib
import os
import re
from dataclasses import dataclass

import numpy as np

from . import gold, paths, pretrained, signs
from .sentence import Sentence
from .windows import WINDOW, Window
from .wordpiece import WordPieces, shape

LONGEST = 120       # words of a sentence; longer ones are cut


@dataclass
class Novel:
    ids: np.ndarray         # u16 [P] wordpieces
    shapes: np.ndarray      # u8 [P] shape of the word it belongs to, + 8 where the word opens a paragraph
    words: np.ndarray       # u32 [N + 1] first wordpiece of each word, and P
    sentences: np.ndarray   # u32 [S + 1] first word of each sentence, and N


def plain(name):
    return re.sub(r"[^a-z]", "", name.lower().rsplit("/", 1)[-1].split(".")[0])


def held_out():
    """titles, bare of all but letters, of books with annotations in dev"""
    names = glob.glob(paths.data("litbank", "*", "dev", "*")) + glob.glob(paths.data("pdnc", "dev", "*")) + glob.glob(paths.data("sheets", "novels", "*.txt"))
    return {plain(n) for n in names}


def files():
    """paths of the novels that may be learnt from"""
    out = held_out()
    return [f for f in sorted(glob.glob(paths.data("novels", "text", "*.txt.gz"))) if not any(plain(f) == x or plain(f).startswith(x) for x in out)]


def read(path, pieces):
    """the text of a file -> Novel"""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        text = f.read()
    spans, cuts = signs.words(text), signs.sentence_cuts(text)
    ids, shapes, words, sentences, at, opens = [], [], [0], [], 0, True
    for n, (a, z) in enumerate(spans):
        starts = not n
        while at < len(cuts) and cuts[at][0] <= a:
            starts, opens = True, opens or cuts[at][1]
            at += 1
        if starts or n - sentences[-1] >= LONGEST:
            sentences.append(n)
        token = text[a:z]
        p = pieces(token)
        ids += p
        shapes += [shape(token) + 8 * opens] * len(p)
        words.append(len(ids))
        opens = False
    return Novel(np.array(ids, np.uint16), np.array(shapes, np.uint8), np.array(words, np.uint32), np.array([*sentences, len(spans)], np.uint32))


def load():
    """all novels; made once, kept in training/cache"""
    paths_ = files()
    mark = hashlib.sha256("\n".join(map(os.path.basename, paths_)).encode()).hexdigest()[:12]
    kept = os.path.join(paths.CACHE, f"novels-{mark}.npz")
    if not os.path.exists(kept):
        pieces = WordPieces(pretrained.vocabulary())
        found = [read(f, pieces) for f in paths_]
        os.makedirs(paths.CACHE, exist_ok=True)
        np.savez(kept + ".new.npz", **{f"{i}.{k}": v for i, n in enumerate(found) for k, v in vars(n).items()})
        os.replace(kept + ".new.npz", kept)
    with np.load(kept) as z:
        return [Novel(*(z[f"{i}.{k}"] for k in ("ids", "shapes", "words", "sentences"))) for i in range(sum(k.endswith(".ids") for k in z.files))]


def windows(books, pieces, words, rng):
    """windows of consecutive sentences from anywhere, about so many words together; their Sentences hold numbers instead of tokens"""
    names = {i for w in gold.BEINGS for i in pieces(w)[:1] if len(pieces(w)) == 1}
    weights, out = [len(b.ids) for b in books], []
    while words > 0:
        b = rng.choices(books, weights)[0]
        s = rng.randrange(len(b.sentences) - 1)
        last = s
        first = int(b.words[b.sentences[s]])
        while last < len(b.sentences) - 1 and int(b.words[b.sentences[last + 1]]) - first <= WINDOW - 2:
            last += 1
        if last == s:
            continue
        w, sentences = [], []
        for k in range(s, last):
            here = b.words[b.sentences[k]:b.sentences[k + 1] + 1].astype(int)
            w += [(int(a) - first + 1, int(z - a)) for a, z in zip(here, here[1:])]
            some = [i for i, a in enumerate(here[:-1]) if int(b.ids[a]) in names or b.shapes[a] % 8 in (2, 3, 5)]
            sentences.append(Sentence(range(len(here) - 1), beings=some))
        end = int(b.words[b.sentences[last]])
        out.append(Window([pieces.cls, *b.ids[first:end].tolist(), pieces.sep], [0, *b.shapes[first:end].tolist(), 0], w, sentences))
        words -= len(w)
    return out
