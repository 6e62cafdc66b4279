"""A shipped model as a checkpoint, read back from its files, to learn on from it or to let it teach (training/polish.py, training/ensemble.py); and the
heads of a checkpoint put into the model that it was restored from, whose encoder stood still meanwhile.

    python3 -m training.restore --model model/fast.json --out training/run/fast.pt
    python3 -m training.restore --model model/fast.json --heads training/run/polished.pt --version 0.6-4064 [--to DIR]

The weights of a restored model are those of seven bits that the files hold. A layer that has not changed keeps its bytes."""
import argparse
import json
import os
import tempfile

import numpy as np
import torch

from . import calibrate, checkpoint, corpora, export, parts, paths, polish, soup
from .encoder import Encoder
from .model import Model

WIDTHS = {"A": "arc.dep", "R": "rel.dep", "E": "ent.start", "Fh": "feel.hidden", "S": "signs.hidden", "T": "tone.hidden"}


def lines(config):
    return dict(line.split(" ") for line in config.splitlines())


def restored(manifest):
    """-> what a checkpoint holds"""
    inner, heads = soup.tensors(manifest)
    shape = {k: int(v) for k, v in lines(inner["config"]).items() if k != "window"}
    labels = {k: heads[k + ".labels"].splitlines() for k in export.LABELLED}
    sizes = {k: len(heads[layer + ".bias"]) for k, layer in WIDTHS.items()}
    model = Model(Encoder(1, **shape), corpora.Labels(labels), **sizes)
    own = {n: p.detach() for n, p in model.named_parameters() if n != "encoder.words"}
    own.update(soup.by_parameter(inner, heads, own))
    own.update(soup.mixed(torch.from_numpy(heads["mix"].copy())))
    version = json.load(open(manifest, encoding="utf-8"))["version"]
    step = version.rsplit("-", 1)[-1]
    return {"model": own, "average": {}, "labels": labels, "sizes": sizes, "state": {"step": int(step) if step.isdigit() else 0, "words": 0, "seconds": 0.0}}


def changed(old, new, before, now):
    """old, new: tensors of heads files, the second made from a checkpoint whose parameters are `now`, the first's were `before` -> what the file will hold"""
    same = {n[4:].rsplit(".", 1)[0].replace("_", ".") for n in before if n.startswith("lin.") and n.endswith(".weight")
            and torch.equal(before[n], now[n]) and torch.equal(before[n[:-6] + "bias"], now[n[:-6] + "bias"])}
    out = parts.packed(old)
    near = np.isclose(new["mix"], old["mix"], rtol=1e-5).all(1, keepdims=True)
    new = {**new, "mix": np.where(near, old["mix"], new["mix"])}
    out.update({k: x for k, x in new.items() if k.rsplit(".", 1)[0] not in same and k not in ("config", "lemma.forms", "sense.words")})
    return out


def put_heads(manifest, path, version, folder):
    """calibrates the signs on dev, if they have learnt; names, events, sentence ends, and what was chosen for them, stay as they are"""
    model, pieces, _ = checkpoint.load(path)
    before = restored(manifest)["model"]
    if not torch.equal(model.lin["signs_out"].weight, before["lin.signs_out.weight"]):
        computed = export.as_computed(model, True)
        with tempfile.TemporaryDirectory() as d:
            calibrate.calibrate(computed, model, pieces, polish.Dev(computed, pieces, os.path.join(d, "dev"), layers_of=model).encode)
    files = json.load(open(manifest, encoding="utf-8"))
    name = files["parts"]["heads"]["file"]
    kind, _, old = parts.read(os.path.join(os.path.dirname(manifest), name))
    now = {n: p.detach() for n, p in model.named_parameters()}
    tensors = changed(old, export.heads_part(model, True, dict.fromkeys(("event", "send", "ent", "shape", "words"), 0.0)), before, now)
    os.makedirs(folder, exist_ok=True)
    rows = {k: (x["file"], x["checksum"]) for k, x in files["parts"].items()}
    rows["heads"] = name, parts.write(os.path.join(folder, name), kind, version, tensors)
    parts.manifest(os.path.join(folder, os.path.basename(manifest)), files["name"], version, rows)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--model", default=os.path.join(paths.MODEL, "base.json"), help="its manifest")
    p.add_argument("--out", default=os.path.join(paths.RUN, "restored.pt"))
    p.add_argument("--heads", metavar="CHECKPOINT", help="put its heads into the model")
    p.add_argument("--version", help="of the model with these heads")
    p.add_argument("--to", help="folder for the heads file and the manifest; default: that of the model")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    if a.heads:
        put_heads(a.model, a.heads, a.version, a.to or os.path.dirname(a.model))
    else:
        os.makedirs(os.path.dirname(a.out), exist_ok=True)
        torch.save(restored(a.model), a.out)


if __name__ == "__main__":
    main()
