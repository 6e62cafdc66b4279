"""Windows: consecutive sentences packed up to a number of wordpieces, and batches of them as tensors."""
from dataclasses import dataclass

import torch

from .wordpiece import shape

WINDOW = 256


@dataclass
class Window:
    """[CLS] context core context [SEP]; only the core is learnt from, or decoded"""
    ids: list              # wordpiece ids
    shapes: list           # shape of each wordpiece
    words: list            # per core token: (first wordpiece, number of wordpieces)
    sentences: list        # the core's sentences


def token_pieces(sentences, pieces, marks=True):
    """-> one list a sentence of (wordpiece ids, shape) per token"""
    out = []
    for s in sentences:
        row = [(pieces(t), shape(t)) for t in s.tokens]
        if marks and s.block:
            row[0] = (row[0][0], row[0][1] + 8)
        out.append(row)
    return out


def build(core, before, after, sentences, pieces):
    """core: (ids, shape) of the core's tokens; before, after: those of its context"""
    ids, shapes, words = [pieces.cls], [0], []
    for part, inner in ((before, False), (core, True), (after, False)):
        for p, s in part:
            if inner:
                words.append((len(ids), len(p)))
            ids += p
            shapes += [s] * len(p)
    return Window(ids + [pieces.sep], shapes + [0], words, sentences)


def _context(rows, room, backwards):
    """tokens next to the core that fit into room wordpieces"""
    got, used = [], 0
    for row in (reversed(rows) if backwards else rows):
        for p in (reversed(row) if backwards else row):
            used += len(p[0])
            if used > room:
                return got[::-1] if backwards else got
            got.append(p)
    return got[::-1] if backwards else got


def pack(sentences, pieces, budget, context=lambda: 0, marks=True):
    """cut a document into windows. budget(), context(): the most wordpieces of the next window, and of its context on a side.
    A sentence longer than a window is cut into several; such parts hold the sentence's tokens only (used for decoding)."""
    rows = token_pieces(sentences, pieces, marks)
    sizes = [sum(len(p) for p, _ in r) for r in rows]
    at = 0
    while at < len(rows):
        side = context()
        room = budget() - 2 - 2 * side
        end, used = at + 1, sizes[at]
        while end < len(rows) and used + sizes[end] <= room:
            used += sizes[end]
            end += 1
        around = _context(rows[max(0, at - 8):at], side, True), _context(rows[end:end + 8], side, False)
        core = [p for r in rows[at:end] for p in r]
        if used > WINDOW - 2 - 2 * side:
            yield from _cut(core, WINDOW - 2 - 2 * side, sentences[at], pieces)
        else:
            yield build(core, *around, sentences[at:end], pieces)
        at = end


def _cut(core, room, sentence, pieces):
    part, used = [], 0
    for p in core:
        if used + len(p[0]) > room:
            yield build(part, [], [], [], pieces)
            part, used = [], 0
        part.append((p[0][:room], p[1]))
        used += len(part[-1][0])
    w = build(part, [], [], [], pieces)
    w.sentences = [sentence]          # the last part carries the sentence: all its tokens stand before its end
    yield w


@dataclass
class Batch:
    ids: torch.Tensor        # [P] wordpieces of all windows, laid end to end; those of a group of windows padded to one length
    shapes: torch.Tensor     # [P]
    places: torch.Tensor     # [P] place in its window
    groups: list             # (first wordpiece, windows, length, attention mask or None)
    piece_at: torch.Tensor   # [C] place of each core wordpiece in ids
    piece_word: torch.Tensor # [C] its word
    counts: torch.Tensor     # [N] wordpieces of each word
    sentences: list
    starts: list             # first word of each sentence
    homes: list              # its window


def _groups(windows, spread):
    """windows by falling length, in groups whose lengths differ by at most spread"""
    groups = []
    for w in sorted(windows, key=lambda w: -len(w.ids)):
        if not groups or len(groups[-1][0].ids) - len(w.ids) > spread:
            groups.append([])
        groups[-1].append(w)
    return groups


def collate(windows, spread=8):
    """windows -> Batch"""
    ids, shapes, places, groups, at, word, counts, sentences, starts, homes = [], [], [], [], [], [], [], [], [], []
    for g in _groups(windows, spread):
        t, lengths = len(g[0].ids), torch.tensor([len(w.ids) for w in g])
        mask = None if int(lengths.min()) == t else (torch.arange(t)[None] < lengths[:, None])[:, None, None, :]
        groups.append((len(ids), len(g), t, mask))
        for w in g:
            n = len(counts)
            for s in w.sentences:
                sentences.append(s)
                starts.append(n)
                homes.append(id(w))
                n += len(s.tokens)
            for first, k in w.words:
                at += range(len(ids) + first, len(ids) + first + k)
                word += [len(counts)] * k
                counts.append(k)
            fill = [0] * (t - len(w.ids))
            ids += w.ids + fill
            shapes += w.shapes + fill
            places += range(t)
    tensor = torch.tensor
    return Batch(tensor(ids), tensor(shapes), tensor(places), groups, tensor(at), tensor(word), tensor(counts, dtype=torch.float), sentences, starts, homes)
