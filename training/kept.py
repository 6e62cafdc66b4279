"""What encoders that stand still make of texts, computed once and kept in files, word by word, as rows of eight bits with a scale each: the outputs of all
layers of a model whose heads learn on, the mixtures that its teacher's heads read. The program computes them (training/kept.c): as it will
when the model is in use, and four times as fast as the model in Python."""
import os
import subprocess

import numpy as np
import torch

from . import export, parts, paths
from .model import MIXES

PROGRAM = os.environ.get("MARROW_KEPT", os.path.join(paths.ROOT, "build", "marrow_kept"))


def write_windows(ws, path):
    """as training/kept.c reads them; a wordpiece of a context counts as a word"""
    with open(path, "wb") as f:
        for w in ws:
            first, end = w.words[0][0], sum(w.words[-1])
            before, after = [(i, 1) for i in range(1, first)], [(i, 1) for i in range(end, len(w.ids) - 1)]
            words = [*before, *w.words, *after]
            row = [len(words), len(before), len(before) + len(w.words)]
            for i, n in words:
                row += [w.shapes[i], n, *w.ids[i:i + n]]
            f.write(np.array(row, np.uint16).tobytes())


def write_model(model, vocab, folder, mix, int8):
    """a model that is an encoder alone; mix [MIXES][layers + 1]. -> its manifest"""
    os.makedirs(folder, exist_ok=True)
    files = {}
    for part, kind, tensors in (("words", parts.WORDS, export.words_part(model.encoder, vocab)), ("encoder", parts.ENCODER, export.encoder_part(model.encoder, int8)),
                                ("heads", parts.HEADS, {"mix": np.ascontiguousarray(mix, np.float32), "config": "kept 1\n"})):
        files[part] = part + ".mrw", parts.write(os.path.join(folder, part + ".mrw"), kind, "0", tensors)
    manifest = os.path.join(folder, "kept.json")
    parts.manifest(manifest, "kept", "0", files)
    return manifest


class Kept:
    """[kinds][words][width] of windows one after the other"""

    def __init__(self, path, kinds, width):
        self.bytes = np.memmap(path + ".i8", np.int8, "r").reshape(-1, kinds, width)
        self.scales = np.memmap(path + ".f32", np.float32, "r").reshape(-1, kinds)

    def __call__(self, first, end):
        q, scale = torch.from_numpy(np.array(self.bytes[first:end])), torch.from_numpy(np.array(self.scales[first:end]))
        return (q.float() * scale[:, :, None]).transpose(0, 1)


def _run(model, vocab, ws, path, mix, asked, int8):
    """asked: which rows of mix"""
    if not os.path.exists(path + ".f32"):
        manifest = write_model(model, vocab, path + ".model", mix, int8)
        write_windows(ws, path + ".windows")
        subprocess.run([PROGRAM, manifest, path + ".windows", path + ".part", str(sum(1 << m for m in asked))], check=True)
        for ending in (".i8", ".f32"):
            os.replace(path + ".part" + ending, path + ending)
    return Kept(path, len(asked), model.encoder.config["width"])


def layers(model, vocab, ws, path, int8=True):
    """the outputs of all layers, the lowest first: function of (first word, end) -> [layers + 1][words][width]"""
    n = model.encoder.config["layers"] + 1
    some = [_run(model, vocab, ws, f"{path}-{k}", np.eye(MIXES, n, k), range(min(MIXES, n - k)), int8) for k in range(0, n, MIXES)]
    return lambda first, end: torch.cat([k(first, end) for k in some])


def mixtures(model, vocab, ws, path, asked, int8=True):
    """the same of the mixtures that are asked for, in rising order"""
    return _run(model, vocab, ws, path, model.mix.weights().detach().numpy(), asked, int8)
