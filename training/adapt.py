"""The pretrained encoder reads novels: some wordpieces are hidden and it learns to tell them (J. Devlin and others, "BERT", 2019; S. Gururangan and
others, "Don't Stop Pretraining", 2020), before any head is trained on it. The pretrained encoder was made for vectors of whole sentences, from prose of
the web; this brings back what words need, in the prose of stories. The word embeddings stand still: they are a part of their own that models share.

    python3 -m training.adapt --seconds 200 [--device cuda]       # -> training/run/adapted.pt"""
import argparse
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import novels, paths
from .encoder import pretrained_encoder
from .windows import WINDOW
from .wordpiece import WordPieces

HIDDEN, RATE, BATCH, WARMUP, EVERY = 0.2, 3e-4, 64, 300, 500      # share of wordpieces that are hidden; windows of a step


class Teller(nn.Module):
    """which wordpiece stood there: one layer, then the word embeddings themselves"""

    def __init__(self, width, vocabulary):
        super().__init__()
        self.dense, self.norm, self.bias = nn.Linear(width, width), nn.LayerNorm(width), nn.Parameter(torch.zeros(vocabulary))

    def forward(self, x, words):
        return F.linear(self.norm(F.gelu(self.dense(x))), words, self.bias)


def drawn(ids, shapes, pieces, mask_id, rng):
    """a batch of windows from anywhere in the novels -> ids, shapes [B * WINDOW], places of hidden pieces, what stood there"""
    n = WINDOW - 2
    first = rng.integers(0, len(ids) - n, BATCH)[:, None] + np.arange(n)
    x = np.full((BATCH, WINDOW), pieces.sep, np.int64)
    s = np.zeros((BATCH, WINDOW), np.int64)
    x[:, 0], x[:, 1:-1], s[:, 1:-1] = pieces.cls, ids[first], shapes[first]
    hidden = np.zeros(x.shape, bool)
    hidden[:, 1:-1] = rng.random((BATCH, n)) < HIDDEN
    at = np.flatnonzero(hidden)
    x, s = x.ravel(), s.ravel()
    wanted, kind = x[at].copy(), rng.random(len(at))
    x[at[kind < 0.8]] = mask_id
    other = at[(kind >= 0.8) & (kind < 0.9)]
    x[other] = rng.integers(1000, len(pieces.ids), len(other))
    s[at[kind < 0.9]] &= 8          # a hidden word shows no capitals
    return [torch.from_numpy(a) for a in (x, s, at, wanted)]


def adapt(encoder, pieces, books, seconds, device, seed=1, say=print):
    """trains the encoder for so many seconds, the rate rising and then falling to nothing"""
    ids, shapes = np.concatenate([b.ids for b in books]), np.concatenate([b.shapes for b in books])
    rng, mask_id = np.random.default_rng(seed), pieces.ids["[MASK]"]
    torch.manual_seed(seed)
    encoder.to(device).train()
    teller = Teller(encoder.config["width"], len(pieces.ids)).to(device)
    params = [p for m in (encoder, teller) for p in m.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([dict(params=[p for p in params if p.ndim > 1], weight_decay=0.01), dict(params=[p for p in params if p.ndim < 2], weight_decay=0.0)],
                                  lr=RATE, betas=(0.9, 0.98), fused=True)
    places = torch.arange(WINDOW, device=device).repeat(BATCH)
    began, step, total = time.time(), 0, torch.zeros((), device=device)
    while time.time() - began < seconds:
        x, s, at, wanted = (t.to(device, non_blocking=True) for t in drawn(ids, shapes, pieces, mask_id, rng))
        with torch.autocast(device, torch.bfloat16, enabled=device != "cpu"):
            last = encoder(x, s, places, [(0, BATCH, WINDOW, None)])[-1]
            loss = F.cross_entropy(teller(last[at], encoder.words).float(), wanted)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0, foreach=True)
        left = 1 - (time.time() - began) / seconds
        for g in optimiser.param_groups:
            g["lr"] = RATE * min((step + 1) / WARMUP, max(0.0, left))
        optimiser.step()
        step, total = step + 1, total + loss.detach()
        if step % EVERY == 0:
            say(f"adapt: step {step} loss {float(total) / EVERY:.3f} {step * BATCH * WINDOW / (time.time() - began):.0f} wordpieces/s")
            total.zero_()
    return encoder.cpu().eval()


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--seconds", type=float, default=200)
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--out", default=os.path.join(paths.RUN, "adapted.pt"))
    a = p.parse_args()
    encoder, vocab = pretrained_encoder()
    adapt(encoder, WordPieces(vocab), novels.load(), a.seconds, a.device)
    torch.save({n: x for n, x in encoder.state_dict().items() if n != "words"}, a.out)


if __name__ == "__main__":
    main()
