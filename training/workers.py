"""Gradients of a batch by several threads."""
import copy
import threading
from concurrent.futures import ThreadPoolExecutor

import torch

from . import gold, rounds
from .model import SPAN_WIDTH, WEIGHTS, known
from .student import SPAN_SHARE, taught
from .windows import collate


class Workers:
    """threads that share a batch, part by part as each gets free. Each has a copy of the model with the same storage for the
    weights and gradients of its own; on a busy machine that waits far less than products split between threads"""

    def __init__(self, model, n, part=512, teacher=None, frozen=0):
        """teacher: a model with the same heads, as large or larger, or None; frozen: how many of the lowest layers stand still, and are the teacher's too"""
        self.part, self.local, self.teacher, self.frozen = part, threading.local(), teacher, frozen
        self.models = [model] + [copy.deepcopy(model) for _ in range(n - 1)]
        for m in self.models:
            m.train()
            for p, q in zip(m.parameters(), model.parameters()):
                p.data = q.data
        self.free = list(self.models)
        self.pool = ThreadPoolExecutor(n)

    def _part(self, ws, counts):
        if not hasattr(self.local, "model"):
            torch.set_num_threads(1)
            self.local.model = self.free.pop()
        batch = collate(ws)
        model = self.local.model
        below = ()
        if self.frozen:
            with torch.no_grad():
                below = self.teacher.encoder(batch.ids, batch.shapes, batch.places, batch.groups, upto=self.frozen)
        v, losses = model.vectors(batch, below), {}
        if self.teacher:
            with torch.no_grad():
                wanted = self.teacher.vectors(batch, below)
            losses = taught(model, [self.teacher], v, [wanted], gold.of_lessons(batch, SPAN_SHARE))
        losses.update(model.losses(gold.of(batch, SPAN_WIDTH), model.dropped(v)))
        losses = {k: x / counts[k] for k, x in losses.items()}
        sum(WEIGHTS[k] * x for k, x in losses.items()).backward()
        return {k: x.item() for k, x in losses.items()}

    def gradients(self, ws):
        """gradients of the batch in the first model -> head -> loss"""
        counts = known(s for w in ws for s in w.sentences)
        ws = sorted(ws, key=lambda w: -len(w.ids))
        jobs = [self.pool.submit(self._part, b, counts) for b in rounds.batches(ws, self.part)]
        out = {}
        for j in jobs:
            for k, x in j.result().items():
                out[k] = out.get(k, 0.0) + x
        for m in self.models[1:]:
            for p, q in zip(self.models[0].parameters(), m.parameters()):
                if p.grad is None:
                    p.grad = q.grad
                elif q.grad is not None:
                    p.grad += q.grad
        return out

    def clear(self):
        for m in self.models:
            m.zero_grad(set_to_none=True)
