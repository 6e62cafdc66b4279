"""The three files of a model, written and read as docs/model.md lays them out. Needs numpy and xxhash alone."""
import json
import os
import struct

import numpy as np
import xxhash

MAGIC, FORMAT = b"MARROWP1", 1
WORDS, ENCODER, HEADS = 1, 2, 3
F32, I8, I32, TEXT, PACKED = 1, 2, 3, 4, 5
HEADER, ROW, ALIGN = 64, 96, 64


class Packed:
    """a quantised matrix: q i8 [out][in] in -63 … 63"""

    def __init__(self, q):
        self.q = q

    def tobytes(self):
        """[ceil(out/16)][ceil(in/4)][16][4], padded with zeros"""
        o, i = self.q.shape
        full = np.zeros((-(-o // 16) * 16, -(-i // 4) * 4), np.int8)
        full[:o, :i] = self.q
        return full.reshape(full.shape[0] // 16, 16, full.shape[1] // 4, 4).transpose(0, 2, 1, 3).tobytes()


def unpack(raw, o, i):
    """the bytes of a packed matrix -> i8 [out][in]"""
    a = np.frombuffer(raw, np.int8).reshape(-(-o // 16), -(-i // 4), 16, 4)
    return a.transpose(0, 2, 1, 3).reshape(a.shape[0] * 16, a.shape[1] * 4)[:o, :i]


def _encoded(value):
    """-> (dtype, dims, bytes)"""
    if isinstance(value, str):
        raw = value.encode("utf-8")
        return TEXT, [len(raw)], raw
    if isinstance(value, Packed):
        return PACKED, list(value.q.shape), value.tobytes()
    kind = {np.dtype(np.float32): F32, np.dtype(np.int8): I8, np.dtype(np.int32): I32}[value.dtype]
    return kind, list(value.shape), np.ascontiguousarray(value).tobytes()


def write(path, kind, version, tensors):
    """tensors: name -> array, text or Packed. -> the checksum, 16 hex digits"""
    rows, body = [], b""
    first = HEADER + ROW * len(tensors)
    base = -(-first // ALIGN) * ALIGN
    for name in sorted(tensors, key=lambda n: n.encode()):
        dtype, dims, raw = _encoded(tensors[name])
        body += b"\0" * (-len(body) % ALIGN)
        rows.append(struct.pack("<48sII4IQQQ", name.encode(), dtype, len(dims), *(dims + [0] * (4 - len(dims))), base + len(body), len(raw), 0))
        body += raw
    content = b"".join(rows) + b"\0" * (base - first) + body
    checksum = xxhash.xxh3_64_intdigest(content)
    header = struct.pack("<8sIIIIQQ24s", MAGIC, FORMAT, kind, len(tensors), 0, HEADER + len(content), checksum, version.encode())
    with open(path + ".new", "wb") as f:
        f.write(header + content)
    os.replace(path + ".new", path)
    return f"{checksum:016x}"


def read(path):
    """-> (kind, version, name -> array or text; packed matrices as i8 [out][in]); a ValueError says what is wrong"""
    with open(path, "rb") as f:
        raw = f.read()
    magic, form, kind, n, _, size, checksum, version = struct.unpack_from("<8sIIIIQQ24s", raw)
    if magic != MAGIC or form != FORMAT or size != len(raw) or xxhash.xxh3_64_intdigest(raw[HEADER:]) != checksum:
        raise ValueError(f"{path}: not a whole part of format {FORMAT}")
    out = {}
    for k in range(n):
        name, dtype, ndim, *dims, offset, length, _ = struct.unpack_from("<48sII4IQQQ", raw, HEADER + ROW * k)
        data, dims = raw[offset:offset + length], dims[:ndim]
        if dtype == TEXT:
            value = data.decode("utf-8")
        elif dtype == PACKED:
            value = unpack(data, *dims)
        else:
            value = np.frombuffer(data, {F32: np.float32, I8: np.int8, I32: np.int32}[dtype]).reshape(dims)
        out[name.rstrip(b"\0").decode()] = value
    return kind, version.rstrip(b"\0").decode(), out


def packed(tensors):
    """what read gave, as write takes it again: matrices of int8 layers packed"""
    return {k: Packed(t) if not isinstance(t, str) and k.endswith(".weight") and t.dtype == np.int8 else t for k, t in tensors.items()}


def quantise(w):
    """w f32 [out][in] -> (q i8 in -63 … 63, scale f32 [out], sum i32 [out]); of a few scales a row the one of least squared error"""
    top = np.maximum(np.abs(w).max(1), 1e-8)
    best, scale = np.full(len(w), np.inf), np.zeros(len(w), np.float32)
    for share in np.linspace(0.7, 1.0, 13):
        s = (top * share / 63).astype(np.float32)
        q = np.clip(np.rint(w / s[:, None]), -63, 63)
        error = ((q * s[:, None] - w) ** 2).sum(1)
        scale = np.where(error < best, s, scale).astype(np.float32)
        best = np.minimum(best, error)
    q = np.clip(np.rint(w / scale[:, None]), -63, 63).astype(np.int8)
    return q, scale, q.sum(1, dtype=np.int32)


def linear(name, weight, bias, int8=True):
    """tensors of a linear layer"""
    out = {name + ".bias": np.ascontiguousarray(bias, np.float32)}
    if not int8:
        out[name + ".weight"] = np.ascontiguousarray(weight, np.float32)
        return out
    q, scale, total = quantise(weight)
    out.update({name + ".weight": Packed(q), name + ".scale": scale, name + ".sum": total})
    return out


def manifest(path, name, version, files):
    """files: part -> (file name, checksum)"""
    value = {"marrow_model": 1, "name": name, "version": version, "parts": {k: {"file": f, "checksum": c} for k, (f, c) in files.items()}}
    with open(path + ".new", "w", encoding="utf-8") as f:
        json.dump(value, f, indent=1)
        f.write("\n")
    os.replace(path + ".new", path)
