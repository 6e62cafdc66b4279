"""Batches made ready by processes beside the one that trains: windows of rounds, what they teach (training/gold.py), and where finished models are asked."""
import pickle
import queue
import random
import threading
from collections import namedtuple

import numpy as np
import torch
import torch.multiprocessing as multiprocessing

from . import gold, novels, rounds
from .model import SPAN_WIDTH, known
from .student import SPAN_SHARE
from .windows import Batch, collate

BUDGET = 400000     # pairs of words of a group of sentences: few products, for an accelerator waits for each
Place = namedtuple("Place", "kind first shape")     # of a tensor in the buffer of its kind


def mapped(tree, kind, change):
    """the tree with every leaf of a kind changed"""
    if isinstance(tree, kind):
        return change(tree)
    if isinstance(tree, dict):
        return {k: mapped(x, kind, change) for k, x in tree.items()}
    if isinstance(tree, (list, tuple)):
        return type(tree)(mapped(x, kind, change) for x in tree)
    return tree


def packed(tree, buffers):
    """the tree with every tensor replaced by its place; buffers: kind -> how many numbers, then the arrays that together make the buffer"""
    def put(t):
        rows = buffers.setdefault(t.dtype, [0])
        rows.append(t.contiguous().numpy().ravel())
        rows[0] += t.numel()
        return Place(t.dtype, rows[0] - t.numel(), tuple(t.shape))
    return mapped(tree, torch.Tensor, put)


def unpacked(tree, buffers):
    """buffers: kind -> tensor"""
    return mapped(tree, Place, lambda p: buffers[p.kind][p.first:p.first + int(np.prod(p.shape))].view(p.shape))


def ready(windows, lessons):
    """windows -> bytes of (batch, gold, lessons or None, known)"""
    b = collate(windows, spread=1 << 20)
    counts = known(b.sentences)
    tree = {"batch": {k: getattr(b, k) for k in ("ids", "shapes", "places", "groups", "piece_at", "piece_word", "counts")}, "gold": gold.of(b, SPAN_WIDTH, BUDGET),
            "asked": gold.of_lessons(b, SPAN_SHARE, BUDGET) if lessons else None}
    buffers = {}
    tree = packed(tree, buffers)
    return pickle.dumps((tree, {k: np.concatenate(rows[1:]) for k, rows in buffers.items()}, counts, sum(map(len, (w.words for w in windows)))), protocol=5)


def _prepare(source, k, of, out):
    """puts batches of every so many rounds into the queue, for ever"""
    torch.set_num_threads(1)
    random.seed(f"{source.seed}-{k}")
    number = k
    while True:
        rng = random.Random(f"{source.seed}-{number}-novels")
        ws = rounds.round_windows(source.docs, source.pieces, number, source.seed, source.passes)
        if source.novels:
            ws += novels.windows(source.novels, source.pieces, source.share * sum(len(w.words) for w in ws), rng)
            rng.shuffle(ws)
        for b in rounds.batches(ws, source.batch):
            out.put(ready(b, source.lessons))
        number += of


Source = namedtuple("Source", "docs pieces seed passes batch lessons novels share")     # share: words of novels for each of the rounds


class Feed:
    """an endless iterator of (Batch without sentences, gold, lessons, known, words) on a device"""

    def __init__(self, source, processes, device):
        """starts the processes: before this one has touched the accelerator, for they are copies of it"""
        context = multiprocessing.get_context("fork")
        self.queue, self.device = context.Queue(6), device
        self.processes = [context.Process(target=_prepare, args=(source, k, processes, self.queue), daemon=True) for k in range(processes)]
        for p in self.processes:
            p.start()

    def _move(self, to):
        while True:
            tree, buffers, counts, words = pickle.loads(self.queue.get())
            on = {k: torch.from_numpy(x) for k, x in buffers.items()}
            if self.device != "cpu":
                on = {k: x.pin_memory().to(self.device, non_blocking=True) for k, x in on.items()}
            tree = unpacked(tree, on)
            to.put((Batch(**tree["batch"], sentences=None, starts=None, homes=None), tree["gold"], tree["asked"], counts, words))

    def __iter__(self):
        to = queue.Queue(4)
        threading.Thread(target=self._move, args=(to,), daemon=True).start()
        while True:
            yield to.get()

    def close(self):
        for p in self.processes:
            p.kill()
