"""Peers on a text, each where it is installed: peers.py spacy|onnx|corenlp TEXT MODEL WINDOWS prints its times as JSON.

Exit status 77, with the reason on standard error: it is not installed. Nothing is downloaded. One thread each. WINDOWS is what
marrow_bench pieces wrote: the wordpieces of marrow's own windows.

    spacy    spaCy with en_core_web_sm: all that the pipeline does (tags, parse, lemmas, entities), paragraph by paragraph
    onnx     ONNX Runtime on marrow's own encoder, built from the model's parts (needs the Python packages onnx and numpy too):
             attention and GELU as its fused operators, linear layers quantised dynamically to int8, window by window
    corenlp  Stanford CoreNLP, from tokens to dependencies: CORENLP_HOME is the folder with its jars, the models' too; java on the path"""
import glob
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time


class Missing(Exception):
    """what is not installed"""


def timed(work):
    """-> result, {cpu_s, wall_s}"""
    wall, cpu = time.monotonic(), time.process_time()
    out = work()
    return out, {"cpu_s": time.process_time() - cpu, "wall_s": time.monotonic() - wall}


# ---- spaCy --------------------------------------------------------------------------------------------------------------------

def spacy_run(text, _model, _windows):
    try:
        import spacy
    except ImportError:
        raise Missing("no Python package spacy")
    try:
        nlp = spacy.load("en_core_web_sm")
    except OSError:
        raise Missing(f"spaCy {spacy.__version__} is there, its model en_core_web_sm is not")
    with open(text, encoding="utf-8-sig") as f:
        paragraphs = [" ".join(p.split()) for p in f.read().split("\n\n") if p.strip()]
    tokens, t = timed(lambda: sum(len(doc) for doc in nlp.pipe(paragraphs)))
    return dict(t, what=f"spaCy {spacy.__version__}, {', '.join(nlp.pipe_names)}; {tokens:,} tokens")


# ---- ONNX Runtime -------------------------------------------------------------------------------------------------------------

def tensors(path, np):
    """-> {name: array} of a model part (docs/model.md); packed matrices as f32 [in][out]"""
    with open(path, "rb") as f:
        data = f.read()
    found = {}
    for i in range(struct.unpack_from("<I", data, 16)[0]):
        name, dtype, ndim, d0, d1, _, _, at, size, _ = struct.unpack_from("<48sIIIIIIQQQ", data, 64 + 96 * i)
        kind = {1: "<f4", 2: "i1", 3: "<i4", 4: "u1", 5: "i1"}[dtype]
        x = np.frombuffer(data, kind, size // np.dtype(kind).itemsize, at)
        if dtype == 5:
            x = x.reshape(-(-d0 // 16), -(-d1 // 4), 16, 4).transpose(0, 2, 1, 3).reshape(-(-d0 // 16) * 16, -1)[:d0, :d1]
        elif ndim == 2:
            x = x.reshape(d0, d1)
        found[name.rstrip(b"\0").decode()] = x
    for name in [n for n in found if n.endswith(".scale")]:
        of = name[:-6] if name[:-6] in found else name[:-6] + ".weight"
        found[of] = found[of].astype("f4") * found[name][:, None]
    return {n: x.T if n.endswith(".weight") and x.ndim == 2 else x for n, x in found.items()}


class Graph:
    """an ONNX graph in the making"""

    def __init__(self, onnx, np):
        self.onnx, self.np, self.nodes, self.constants = onnx, np, [], {}

    def constant(self, name, x):
        self.constants[name] = self.onnx.numpy_helper.from_array(self.np.ascontiguousarray(x, dtype=x.dtype), name)
        return name

    def add(self, op, inputs, domain="", **attributes):
        out = f"{op}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(op, inputs, [out], name=out, domain=domain, **attributes))
        return out

    def linear(self, x, name, t):
        y = self.add("MatMul", [x, self.constant(name + ".w", t[name + ".weight"])])
        return self.add("Add", [y, self.constant(name + ".b", t[name + ".bias"])])

    def norm(self, x, name, t):
        parts = [self.constant(f"{name}.{p}", t[f"{name}.{p}"]) for p in ("weight", "bias")]
        return self.add("LayerNormalization", [x] + parts, epsilon=1e-12)


def encoder_graph(t, words, config, onnx, np):
    """marrow's encoder as an ONNX model; inputs: wordpieces and shapes, i64 [1][n]"""
    h, g = onnx.helper, Graph(onnx, np)
    fused = "com.microsoft"
    n = g.add("Shape", ["pieces"], start=1, end=2)
    positions = g.add("Slice", [g.constant("positions", t["positions"]), g.constant("zero", np.array([0])), n, g.constant("axis", np.array([0]))])
    x = g.add("Add", [g.add("Gather", [g.constant("words", words), "pieces"]), g.add("Gather", [g.constant("shape_vectors", t["shapes"]), "shapes"])])
    x = g.norm(g.add("Add", [x, positions]), "norm", t)
    for i in range(config["layers"]):
        qkv = [g.constant(f"{i}.qkv.{p}", t[f"{i}.qkv.{p}"]) for p in ("weight", "bias")]
        y = g.linear(g.add("Attention", [x] + qkv, fused, num_heads=config["heads"]), f"{i}.out", t)
        x = g.norm(g.add("Add", [x, y]), f"{i}.norm1", t)
        y = g.linear(g.add("Gelu", [g.linear(x, f"{i}.up", t)], fused), f"{i}.down", t)
        x = g.norm(g.add("Add", [x, y]), f"{i}.norm2", t)
    ends = [h.make_tensor_value_info(n, onnx.TensorProto.INT64, [1, None]) for n in ("pieces", "shapes")]
    out = h.make_tensor_value_info(x, onnx.TensorProto.FLOAT, [1, None, config["width"]])
    graph = h.make_graph(g.nodes, "encoder", ends, [out], list(g.constants.values()))
    return h.make_model(graph, opset_imports=[h.make_opsetid("", 17), h.make_opsetid(fused, 1)], ir_version=8)


def windows_read(path, np):
    """-> [(pieces, shapes)], i64 [1][n] each"""
    data, at, found = np.fromfile(path, "i4").astype("i8"), 0, []
    while at < len(data):
        n = int(data[at])
        rows = data[at + 1:at + 1 + 2 * n].reshape(n, 2)
        found.append({"pieces": rows[None, :, 0].copy(), "shapes": rows[None, :, 1].copy()})
        at += 1 + 2 * n
    return found


def onnx_session(model, folder, ort, onnx, np):
    from onnxruntime.quantization import QuantType, quantize_dynamic
    with open(model, encoding="utf-8") as f:
        parts = json.load(f)["parts"]
    part = {name: tensors(os.path.join(os.path.dirname(model), p["file"]), np) for name, p in parts.items() if name != "heads"}
    config = dict(line.split() for line in part["encoder"]["config"].tobytes().decode().splitlines())
    graph = encoder_graph(part["encoder"], part["words"]["words"], {k: int(v) for k, v in config.items()}, onnx, np)
    plain, small = os.path.join(folder, "f32.onnx"), os.path.join(folder, "int8.onnx")
    onnx.save(graph, plain)
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Attention"],
                     extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT})
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(small, options, providers=["CPUExecutionProvider"])


def onnx_run(_text, model, windows):
    lacking = []
    for name in ("onnxruntime", "onnx", "numpy"):
        try:
            __import__(name)
        except ImportError:
            lacking.append(name)
    if lacking:
        raise Missing("no Python package " + ", ".join(lacking))
    import logging
    import numpy as np
    import onnx
    import onnx.numpy_helper
    import onnxruntime as ort
    logging.disable(logging.WARNING)
    work = windows_read(windows, np)
    with tempfile.TemporaryDirectory() as folder:
        session = onnx_session(model, folder, ort, onnx, np)
    session.run(None, work[0])
    _, t = timed(lambda: [session.run(None, w) for w in work])
    return dict(t, what=f"ONNX Runtime {ort.__version__}, int8, the encoder alone; {len(work)} windows")


# ---- CoreNLP ------------------------------------------------------------------------------------------------------------------

def corenlp_run(text, _model, _windows):
    home = os.environ.get("CORENLP_HOME", "")
    if not home or not glob.glob(os.path.join(home, "stanford-corenlp*.jar")):
        raise Missing("CORENLP_HOME names no folder with stanford-corenlp*.jar")
    if not shutil.which("java"):
        raise Missing("no java")
    with tempfile.TemporaryDirectory() as folder:
        command = ["java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", os.path.join(home, "*"), "edu.stanford.nlp.pipeline.StanfordCoreNLP", "-annotators",
                   "tokenize,ssplit,pos,lemma,ner,depparse", "-ner.applyFineGrained", "false", "-ner.buildEntityMentions", "true", "-threads", "1", "-file",
                   text, "-outputFormat", "conll", "-outputDirectory", folder]
        wall = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - wall
    if status:
        lines = said.strip().splitlines() or ["it said nothing"]
        raise RuntimeError(lines[-1])
    return {"cpu_s": used.ru_utime + used.ru_stime, "wall_s": wall, "peak_mb": used.ru_maxrss / 1024,
            "what": "tokenize, ssplit, pos, lemma, ner, depparse; with start-up, loading and Java's own threads"}


def main():
    run = {"spacy": spacy_run, "onnx": onnx_run, "corenlp": corenlp_run}[sys.argv[1]]
    try:
        json.dump(run(*sys.argv[2:5]), sys.stdout)
    except Missing as e:
        print(e, file=sys.stderr)
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(main())
