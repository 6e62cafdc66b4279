#!/usr/bin/env python3
"""What rounding to eight bits costs, and whether all kernels say the same.

    python3 -m training.export --f32 --checkpoint CHECKPOINT --out build/f32      the same model, its weights as f32
    python3 eval/kernels.py build/f32/base.json [model/base.json [TASK…]]          a table; exit status 1 where a head loses more than 0.5 points

First figures of the model's own heads on dev, with weights as f32 and as int8, by the best kernel of this machine. Then TEXT (environment; default
the example story) is read with every kernel that runs here: its CoNLL-U and JSON must be the same bytes; seconds of processor time beside it.
With `-` for the f32 model the second part alone."""
import os
import resource
import subprocess
import sys
import tempfile

import eval as marrow_eval

SHOWN = {"entities": ("F1",), "events": ("F1",), "supersense": ("F1",), "emobank": ("valence",), "ud-ewt": ("UPOS", "XPOS", "lemma", "LAS"), "ud-gum": ("UPOS", "lemma", "LAS"),
         "ud-ewt-raw": ("sentences",)}
LOSS = 0.5
FLAGS = (("c", ""), ("avx2", " avx2"), ("avxvnni", " avx_vnni"), ("vnni", " avx512_vnni"), ("amx", " amx_int8"))


def kernels():
    flags = next((line for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("flags")), "") if os.path.exists("/proc/cpuinfo") else ""
    return [name for name, flag in FLAGS if flag in flags]


def figures(model, tasks):
    exe, scorers = marrow_eval.program(model, os.path.basename(os.path.dirname(model))), marrow_eval.scorers()
    return {f"{t} {k}": f[k] for t in tasks for f in [scorers[t](exe, "dev")] for k in SHOWN[t]}


def rounding(f32, int8, tasks):
    """a table; what loses too much"""
    plain, small = figures(os.path.abspath(f32), tasks), figures(int8, tasks)
    print("| figure (dev) | f32 | int8 | |\n|---|---|---|---|")
    for name, best in plain.items():
        print(f"| {name} | {best:.2f} | {small[name]:.2f} | {small[name] - best:+.2f} |")
    return [n for n in plain if small[n] < plain[n] - LOSS]


def exports(model, kernel, text, folder):
    """seconds, CoNLL-U, JSON"""
    story, env, out = os.path.join(folder, "t.marrow"), dict(os.environ, MARROW_KERNEL=kernel), []
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([marrow_eval.EXE, "read", text, "-o", story, "--force", "--quiet", "--threads", "1", "--model", model], env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    for form in ("conllu", "json"):
        path = os.path.join(folder, form)
        subprocess.run([marrow_eval.EXE, "export", story, "--format", form, "-o", path], check=True)
        with open(path, "rb") as f:
            out.append(f.read())
    return after.ru_utime - before.ru_utime, *out


def alike(model, text):
    """kernels whose exports are not those of the first"""
    other, first = [], None
    with tempfile.TemporaryDirectory() as folder:
        for kernel in kernels():
            seconds, *got = exports(model, kernel, text, folder)
            first = first or got
            rows = [a == b for a, b in zip(*(x[0].split(b"\n") for x in (first, got)))]
            print(f"{kernel:8} {seconds:7.2f} s   CoNLL-U rows as by {kernels()[0]}: {100 * sum(rows) / len(rows):.2f} %, JSON {'the same' if got[1] == first[1] else 'another'}")
            if got != first:
                other.append(kernel)
    return other


def main(f32, int8="base", *tasks):
    lost = [] if f32 == "-" else rounding(f32, os.path.abspath(int8) if int8 != "base" else int8, tasks or SHOWN)
    if f32 != "-":
        print("loses more than half a point:", ", ".join(lost) or "none")
    text = os.environ.get("TEXT", os.path.join(marrow_eval.ROOT, "examples", "the-lamp-room.txt"))
    return bool(lost) | bool(alike(int8, text))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
