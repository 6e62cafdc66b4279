#!/usr/bin/env python3
"""What rounding to eight bits costs: figures of the model's own heads on dev with weights as f32 and as int8, on every kernel of this machine.

    python3 -m training.export --f32 --checkpoint CHECKPOINT --out build/f32      the same model, its weights as f32
    python3 eval/kernels.py build/f32/base.json [model/base.json]                  a table; exit status 1 where a head loses more than 0.5 points

A kernel that the processor lacks is left out. The C kernel takes a quarter of an hour."""
import os
import sys

import eval as marrow_eval

SHOWN = {"entities": ("F1",), "events": ("F1",), "supersense": ("F1",), "emobank": ("valence",), "ud-ewt": ("UPOS", "XPOS", "lemma", "LAS"), "ud-gum": ("UPOS", "lemma", "LAS"),
         "ud-ewt-raw": ("sentences",)}
LOSS = 0.5


def kernels():
    flags = next((line for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("flags")), "") if os.path.exists("/proc/cpuinfo") else ""
    return ["c"] + ["avx2"] * (" avx2" in flags) + ["vnni"] * (" avx512_vnni" in flags)


def figures(model, kernel):
    os.environ["MARROW_KERNEL"] = kernel
    exe, tasks = marrow_eval.program(model, kernel), marrow_eval.scorers()
    return {f"{t} {k}": f[k] for t, keys in SHOWN.items() for f in [tasks[t](exe, "dev")] for k in keys}


def main(f32, int8="base"):
    known = kernels()
    plain = figures(os.path.abspath(f32), known[-1])
    columns = {k: figures(os.path.abspath(int8) if int8 != "base" else int8, k) for k in known}
    print("| figure (dev) | f32 | " + " | ".join(f"int8, {k}" for k in known) + " |\n|---" + "|---" * (len(known) + 1) + "|")
    for name, best in plain.items():
        print(f"| {name} | {best:.2f} | " + " | ".join(f"{c[name]:.2f}" for c in columns.values()) + " |")
    lost = [(n, k) for k, c in columns.items() for n in plain if c[n] < plain[n] - LOSS]
    print("loses more than half a point:", ", ".join(f"{n} ({k})" for n, k in lost) or "none")
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
