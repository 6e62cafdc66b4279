"""What sentences say, as the pretrained encoder knew it before it was trained further: the mean of its last layer's wordpieces (the
use it was made for: L. Wang and others, "Text Embeddings by Weakly-Supervised Contrastive Pre-training", 2022), brought to 64
numbers by principal components. The head `meaning` learns to give them. Computed once, kept in training/cache."""
import hashlib
import os

import numpy as np
import torch

from . import paths, windows
from .encoder import pretrained_encoder
from .wordpiece import WordPieces

SOURCES = ("passages", "litbank")
LEAST, SIZE = 4, 64       # words of a sentence that is taken


def chosen(docs):
    return [s for k in SOURCES for d in docs.get(k, ()) for s in d if len(s.tokens) >= LEAST]


@torch.no_grad()
def embed(sentences):
    """-> f32 [S, width]"""
    encoder, vocab = pretrained_encoder()
    encoder.eval()
    pieces, out = WordPieces(vocab), [None] * len(sentences)
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i].tokens))
    for at in range(0, len(order), 64):
        some = order[at:at + 64]
        rows = [[pieces.cls, *pieces("query"), *pieces(":"), *[p for t in sentences[i].tokens for p in pieces(t)][:windows.WINDOW - 6], pieces.sep] for i in some]
        t = max(map(len, rows))
        lengths = torch.tensor([len(r) for r in rows])
        mask = torch.arange(t)[None] < lengths[:, None]
        ids = torch.tensor([x for r in rows for x in r + [0] * (t - len(r))])
        last = encoder(ids, torch.zeros_like(ids), torch.arange(t).repeat(len(rows)), [(0, len(rows), t, mask[:, None, None, :])])[-1]
        mean = (last.view(len(rows), t, -1) * mask[:, :, None]).sum(1) / lengths[:, None]
        for i, v in zip(some, torch.nn.functional.normalize(mean, dim=1).numpy()):
            out[i] = v
    return np.stack(out)


def attach(docs):
    """gives the sentences of SOURCES their meaning"""
    some = chosen(docs)
    mark = hashlib.sha256("\n".join(" ".join(s.tokens) for s in some).encode()).hexdigest()[:16]
    path = os.path.join(paths.CACHE, f"meanings-{mark}.npy")
    if os.path.exists(path):
        low = np.load(path)
    else:
        full = embed(some)
        full -= full.mean(0)
        _, vectors = np.linalg.eigh(full.T @ full)
        low = full @ vectors[:, ::-1][:, :SIZE]
        low = (low / np.linalg.norm(low, axis=1, keepdims=True)).astype(np.float16)
        os.makedirs(paths.CACHE, exist_ok=True)
        np.save(path + ".new.npy", low)
        os.replace(path + ".new.npy", path)
    for s, v in zip(some, low):
        s.meaning = v
