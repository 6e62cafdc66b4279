"""The weighted mean of two models that were trained on from the same stable leg (M. Wortsman and others, "Model soups", 2022): a checkpoint, and
another one or an exported model, whose bytes are read back as numbers. What the older model lacks is taken from the checkpoint; polish it after.

    python3 -m training.soup --model OLD/base.json|OLD.pt [--checkpoint training/run/finished.pt] [--share 0.25] [--out training/run/soup.pt]"""
import argparse
import json
import os

import numpy as np
import torch

from . import export, parts, paths


def tensors(manifest):
    """-> (encoder, heads): name -> array, packed weights as f32"""
    files = json.load(open(manifest, encoding="utf-8"))["parts"]
    out = []
    for k in ("encoder", "heads"):
        t = parts.read(os.path.join(os.path.dirname(manifest), files[k]["file"]))[2]
        out.append({n: v.astype(np.float32) * t[n[:-6] + "scale"][:, None] if not isinstance(v, str) and n.endswith(".weight") and v.dtype == np.int8 else v
                    for n, v in t.items()})
    return out


def by_parameter(encoder, heads, wanted):
    """the arrays of parts under the names of a checkpoint, those that it has"""
    out = {}
    for name in wanted:
        if name.startswith("encoder."):
            key, source = name[8:].removeprefix("layers."), encoder
        elif name.startswith("lin."):
            layer, end = name[4:].rsplit(".", 1)
            key, source = layer.replace("_", ".") + "." + end, heads
        else:
            continue
        if key in source:
            out[name] = torch.from_numpy(np.array(source[key], np.float32))
    for part, ends in export.ROWS.items():
        if "coref." + part in heads:
            names = [f"{part}.{k}" for k in ends]
            pieces = torch.from_numpy(np.array(heads["coref." + part][0])).split([wanted[n].numel() for n in names])
            out.update((n, x.reshape(wanted[n].shape).clone()) for n, x in zip(names, pieces))
    return out


def blend(state, old, share):
    """state: name -> tensor, changed in place"""
    for name, x in old.items():
        if x.shape == state[name].shape:
            state[name] = (1 - share) * state[name] + share * x


def mixed(w):
    """weights of mixtures -> the parameters that give them"""
    return {"mix.logits": w.clamp_min(1e-9).log(), "mix.scale": w.sum(1)}


def blend_mix(state, old, share):
    w = state["mix.logits"].softmax(1) * state["mix.scale"][:, None]
    w[:len(old)] = (1 - share) * w[:len(old)] + share * torch.from_numpy(np.array(old))
    state.update(mixed(w))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--model", required=True, help="manifest or checkpoint of the older model")
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--share", type=float, default=0.25, help="of the older model")
    p.add_argument("--out", default=os.path.join(paths.RUN, "soup.pt"))
    a = p.parse_args()
    c = torch.load(a.checkpoint, weights_only=False)
    if a.model.endswith(".pt"):
        old = torch.load(a.model, weights_only=False)["model"]
        mix = (old.pop("mix.logits").softmax(1) * old.pop("mix.scale")[:, None]).numpy()
    else:
        encoder, heads = tensors(a.model)
        old, mix = by_parameter(encoder, heads, c["model"]), heads["mix"]
    blend(c["model"], old, a.share)
    blend_mix(c["model"], mix, a.share)
    torch.save(c, a.out)


if __name__ == "__main__":
    main()
