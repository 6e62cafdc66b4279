#!/usr/bin/env python3
"""Accuracy of the program on annotated data, from its exports alone: a table for the terminal and docs/accuracy.md.

    make eval                    every task, dev split, with each model
    python3 eval/eval.py TASK…   some of them; MODEL=base: with that model only

The data and its scorers are not part of this repository: MARROW_DATA names the folder (default ../shared/data), and the
scorers are expected in the folder `score` beside it (docs/training.md tells what they hold). A task whose data is not there is
named and left out. Figures are development figures; nothing here is tuned on a test part."""
import importlib.util
import os
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.abspath(os.environ.get("MARROW_DATA", os.path.join(ROOT, "..", "shared", "data")))
EXE = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))
SCORE = os.path.join(os.path.dirname(DATA), "score")

MODELS = ["base", "fast"]

# task: (data and split, what is measured, figures to show, a published figure of a peer: not on the same split, to give the scale)
TASKS = {
    "entities": ("LitBank entities, dev", "exact nested spans with type, no pronouns", ("P", "R", "F1"), ""),
    "events": ("LitBank events, dev", "realis event tokens", ("P", "R", "F1"), "BookNLP small 70.6, big 74.1 F1 (its README)"),
    "coref": ("LitBank coreference fold 0, dev", "predicted mentions, singletons kept", ("muc", "b3", "ceafe", "avg", "mention"),
              "BookNLP small 76.4, big 79.0 (its README; their mentions and split)"),
    "supersense": ("SemCor, dev", "exact spans with WordNet supersense", ("P", "R", "F1"), "BookNLP small 73.2, big 76.2 F1 (its README)"),
    "emobank": ("EmoBank, dev", "Pearson correlation × 100", ("valence", "arousal", "dominance", "mean"), ""),
    "ud-ewt": ("UD English EWT, dev, gold tokens", "accuracy", ("UPOS", "XPOS", "lemma", "UAS", "LAS"), ""),
    "ud-gum": ("UD English GUM (open genres), dev, gold tokens", "accuracy", ("UPOS", "XPOS", "lemma", "UAS", "LAS"), ""),
    "ud-ewt-raw": ("UD English EWT, dev, raw text", "F1", ("words", "sentences", "UPOS", "UAS", "LAS"), ""),
    "ud-gum-raw": ("UD English GUM (open genres), dev, raw text", "F1", ("words", "sentences", "UPOS", "UAS", "LAS"), ""),
    "pdnc": ("PDNC, 4 dev novels, end to end", "% of all gold quotations", ("speaker", "Explicit", "Anaphoric", "Implicit", "addressee", "quote R", "quote P",
             "major once", "mixed", "people x", "sure right", "sure share"), ""),
    "passages": ("passages of fiction, dev", "F1 or % of rows (a second reader in docs/minds.md)", ("inside", "inside-s", "kind", "acts", "acts-p", "to", "real", "key", "why", "why-ev",
                 "ripples", "traits", "relations", "threads", "content", "mode", "valence", "tension"), ""),
    "stories": ("six annotated stories, dev", "% of facts found", ("people", "people-p", "relations", "rel-p", "speech", "acts", "acts@3", "why", "why-ev", "ripples", "inside", "inside-q",
                "traits", "threads", "thread-st", "motifs", "content", "content-q", "feeling"), ""),
    "novels": ("two annotated novels, dev", "% of facts found", ("people", "relations", "speech", "acts", "acts@3", "why-ev", "ripples", "inside", "traits", "threads", "motifs", "content",
               "feeling"), ""),
    "reviews": ("five real reviews, dev", "% of facts found", ("title", "credits", "cast", "works", "relations", "people", "opinion", "polarity", "verdict", "withheld", "acts", "traits"), ""),
    "pdnc-gold": ("PDNC, 4 dev novels, gold quotations and cast", "% of all gold quotations", ("speaker", "Explicit", "Anaphoric", "Implicit", "addressee"), ""),
}


def load(name, path):
    sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def beside_the_data(folder):
    return load(folder + "_score", os.path.join(DATA, folder, "score.py"))


def program(model, note=""):
    """the program, or a little one beside it that reads with another model, named or by its manifest; note: what else sets it apart"""
    exe = EXE
    if model == "base" and not note:
        return exe
    path = f"{exe}-{os.path.basename(os.path.dirname(model)) or model}{'-' + note if note else ''}"
    text = f'#!/bin/sh\n[ "$1" = read ] && set -- "$@" --model {model}\nexec "$(dirname "$0")/{os.path.basename(exe)}" "$@"\n'
    if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        os.chmod(path, 0o755)
    return path


def scorers():
    """task -> function of a program and a split -> figures"""
    path = os.path.join(SCORE, "tasks.py")
    if not os.path.exists(path):
        sys.exit(f"eval: no scorers: {path} is not there (MARROW_DATA names the data folder; see docs/training.md)")
    os.environ.setdefault("MARROW_MAIN", ROOT)
    tasks = {}
    for name, task in load("tasks", path).TASKS.items():
        def measure(exe, split, task=task):
            os.environ["MARROW_EXE"] = exe
            return task(split)
        tasks[name] = measure
    tasks["passages"] = lambda exe, split: beside_the_data("passages").measure(exe, os.path.join(DATA, "passages", split + ".jsonl"))
    tasks["stories"] = lambda exe, split: beside_the_data("sheets").folder(exe, os.path.join(DATA, "sheets"))[1]
    tasks["novels"] = lambda exe, split: beside_the_data("sheets").folder(exe, os.path.join(DATA, "sheets", "novels"))[1]
    tasks["reviews"] = lambda exe, split: beside_the_data("review").folder(exe, os.path.join(DATA, "review"))[1]
    return tasks


def row(task, figures):
    """figures: of each model"""
    data, what, keys, peer = TASKS[task]
    shown = (", ".join(f"{k} {f[k]:.1f}" for k in keys if f.get(k) is not None) for f in figures)
    return f"| {task} | {data} | {what} | {' | '.join(shown)} | {peer} |"


def main(names):
    models = [m for m in MODELS if os.path.exists(os.path.join(ROOT, "model", m + ".json"))]
    if os.environ.get("MODEL"):
        models = [os.environ["MODEL"]]
    programs, tasks, rows = [program(m) for m in models], scorers(), []
    for name in names or TASKS:
        began = time.time()
        try:
            rows.append(row(name, [tasks[name](exe, "dev") for exe in programs]))
            print(f"{rows[-1]}  ({time.time() - began:.0f} s)", flush=True)
        except (OSError, RuntimeError) as e:
            print(f"{name}: left out: {e}", file=sys.stderr)
    if not names and len(rows) == len(TASKS) and not os.environ.get("MODEL"):
        with open(os.path.join(ROOT, "docs", "accuracy.md"), "w", encoding="utf-8") as f:
            f.write("# Accuracy\n\nThe models, int8, from the program's exports by `make eval`. All figures are development figures.\n"
                    "Peers' figures are their own, on their data: they give the scale, not a comparison on the same split.\n\n"
                    f"| task | data | metric | {' | '.join(models)} | published by peers |\n|---|---|---|{'---|' * len(models)}---|\n" + "\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
