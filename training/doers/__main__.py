"""Learns the head for doers on an exported model and puts it into that model's heads file.

    cmake --build build --target marrow_doers
    python3 -m training.doers [--model model/base.json] [--out DIR] [--version 0.5-4431]

--without HALF leaves out every other novel (0: those of even number, 1: of odd) and writes into DIR what the other half teaches: for the weights of speakers,
which must not be learnt from voices that have heard the answers (training/speakers)."""
import argparse
import json
import os
import time

import numpy as np
import torch

from .. import parts, paths
from . import books, head


def main():
    p = argparse.ArgumentParser(prog="python3 -m training.doers", description=__doc__.split("\n")[0])
    p.add_argument("--program", default=os.path.join(paths.ROOT, "build", "marrow_doers"))
    p.add_argument("--model", default=os.path.join(paths.MODEL, "base.json"))
    p.add_argument("--out", help="folder for the heads file and the manifest; default: that of the model")
    p.add_argument("--version", help="of the heads file; default: as it is")
    p.add_argument("--work", default=os.path.join(paths.RUN, "doers"), help="what marrow_doers wrote: about 3 GB")
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--without", type=int, choices=(0, 1), help="leave out every other novel")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    start = time.monotonic()
    say = lambda text: print(f"{time.monotonic() - start:6.0f} s {text}", flush=True)
    folder = os.path.dirname(a.model)
    manifest = json.load(open(a.model, encoding="utf-8"))
    files = {k: (v["file"], v["checksum"]) for k, v in manifest["parts"].items()}
    kind, version, tensors = parts.read(os.path.join(folder, files["heads"][0]))
    word = torch.tensor(tensors["coref.word.weight"].astype(np.float32) * tensors["coref.word.scale"][:, None])
    novels, passages = books.books("train", a.program, a.model, word.shape[1], a.work)
    dev = books.books("dev", a.program, a.model, word.shape[1], a.work)
    say("read")
    if a.without is not None:
        novels = [n for i, n in enumerate(novels) if i % 2 != a.without]
    made = head.Head(word, torch.tensor(tensors["coref.word.bias"]))
    head.learn(made, novels, passages, a.epochs, say)
    say("dev: " + head.figures(made, dev[0] + dev[1]))
    tensors = {**parts.packed(tensors), **parts.linear("coref.act", made.act.weight.detach().numpy(), made.act.bias.detach().numpy()), "coref.point": made.point()}
    out = a.out or folder
    os.makedirs(out, exist_ok=True)
    files["heads"] = files["heads"][0], parts.write(os.path.join(out, files["heads"][0]), kind, a.version or version, tensors)
    parts.manifest(os.path.join(out, os.path.basename(a.model)), manifest["name"], a.version or manifest["version"], files)
    say(f"wrote {out}")


if __name__ == "__main__":
    main()
