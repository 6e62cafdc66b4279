"""Learns the weights by which marrow tells who speaks, and writes src/speech/weights.c.

    python3 -m training.speakers [--program build/marrow_speakers] [--model model/base.json] [--jobs 1]
    python3 -m training.speakers --check            the figures of the weights as they stand; nothing is learnt or written"""
import argparse
import os
import sys
import time

import numpy as np
import torch

from .. import paths
from . import chains, dumps, fit, pieces, source

COPY = "copy"                   # of the training novels, with cues hidden
SPLITS, SETTINGS = ("train", "dev"), (dumps.FOUND, dumps.GIVEN)
VOICES = "VOICE_"               # features of the head for doers, which has seen the training novels


def options():
    p = argparse.ArgumentParser(prog="python3 -m training.speakers", description=__doc__.split("\n")[0])
    p.add_argument("--program", default=os.path.join(paths.ROOT, "build", "marrow_speakers"),
                   help="made by cmake --build build --target marrow_speakers")
    p.add_argument("--model", default=os.path.join(paths.MODEL, "base.json"))
    p.add_argument("--work", default=os.path.join(paths.RUN, "speakers"), help="folder for tags and dumps")
    p.add_argument("--out", default=os.path.join(paths.ROOT, "src", "speech", "weights.c"))
    p.add_argument("--check", action="store_true", help="figures of the weights in --out; writes nothing")
    p.add_argument("--as-dumped", action="store_true", help="take the dumps that lie in --work")
    p.add_argument("--jobs", type=int, default=1, help="novels read at a time")
    p.add_argument("--threads", type=int, default=1, help="of the fit")
    p.add_argument("--on", action="store_true", help="go on from the weights in --out instead of from zero: quicker, the same up to the tolerance")
    p.add_argument("--near", action="store_true", help="stay near the weights in --out: the priors lie around them, and those of the doers' head do not move")
    p.add_argument("--keep", type=float, default=0.0, help="with --near: so much of the weights in --out stays")
    p.add_argument("--l2", type=float, default=4.0)
    p.add_argument("--l2-hidden", type=float, default=40.0)
    p.add_argument("--epochs", type=int, default=8, help="a pass")
    return p.parse_args()


def novels(split):
    folder = paths.data("pdnc", split)
    return [os.path.join(folder, n) for n in sorted(os.listdir(folder)) if os.path.isdir(os.path.join(folder, n))]


def read(work, split, setting, hidden=None):
    """all novels of a split, numbered"""
    parts = [dumps.read(n, work, split, setting, hidden) for n in novels(split)]
    for i, turns in enumerate(parts):
        turns.novel[:] = i
    return dumps.joined(parts)


def short_texts(work, split):
    """{(split, kind): turns} of pieces and passages"""
    some = {(split, f"{words} words" if words else "passages"): pieces.read_all(novels(split), work, split, words) for words in (*pieces.WORDS, None)}
    return {key: turns for key, turns in some.items() if turns}


def report(which, data, posteriors):
    for key, turns in data.items():
        if key[0] == COPY:
            continue
        ok, oracle, n = fit.accuracy(turns, posteriors[key])
        print(f"{which} {' '.join(key)}: {100 * ok:.1f} of {n} turns right, {100 * oracle:.1f} have the speaker among the candidates", flush=True)


def posteriors_of(data, weights):
    return {key: chains.Chains(turns).posteriors(weights) for key, turns in data.items()}


def learning(data):
    return dumps.joined([t for (split, _), t in data.items() if split != "dev"])


def unseen(data, post, weights_of):
    """a pass's posteriors of the training novels by weights that were learnt from the other half of them: what it says of novels it has
    learnt from is too good to learn the second pass from, or how sure an answer may be"""
    for half in range(2):
        w = weights_of([], dumps.some(learning(data), learning(data).novel % 2 != half))
        for (split, setting), turns in data.items():
            if split != "dev":
                which = turns.novel % 2 == half
                post[split, setting][which] = chains.Chains(dumps.some(turns, which)).posteriors(w)
    report("the other half's weights", {key: turns for key, turns in data.items() if key[0] != "dev"}, post)


def run(data, weights_of, learns=True):
    """both passes; weights_of(those of the passes before, turns to learn from) -> the weights of both, the last pass's posteriors"""
    out = []
    for k in range(2):
        out.append(weights_of(out, learning(data)))
        post = posteriors_of(data, out[k])
        report(f"pass {k + 1}", data, post)
        if learns:
            unseen(data, post, weights_of)
        if k == 0:
            for key, turns in data.items():
                fit.heard(turns, post[key])
    return out, post


def main():
    o = options()
    torch.set_num_threads(o.threads)
    torch.manual_seed(0)
    start = time.monotonic()
    say = lambda text: print(f"{time.monotonic() - start:6.0f} s {text}", flush=True)
    if not o.as_dumped:
        if not os.path.exists(o.program):
            sys.exit(f"There is no {o.program}: cmake --build build --target marrow_speakers")
        for split in SPLITS:
            dumps.dump_all(o.program, o.model, novels(split), o.work, split, o.jobs)
            pieces.dump_all(o.program, o.model, novels(split), o.work, split, o.jobs)
        say("dumped")
    data = {(split, setting): read(o.work, split, setting) for split in SPLITS for setting in SETTINGS}
    for split in SPLITS:
        data |= short_texts(o.work, split)
    if not o.check:
        data |= {(COPY, f"{setting}.{k}"): read(o.work, "train", setting, k) for setting, k in dumps.HIDDEN}
    names, betweens = dumps.named(data["train", dumps.FOUND]).values()
    say("read")
    if o.check:
        passes, _ = source.read(o.out, names, betweens)
        run(data, lambda before, _: passes[len(before)], learns=False)
        return
    in_place = source.read(o.out, names, betweens)[0] if o.on or o.near else [None, None]
    fixed = [n for n in names if n.startswith(VOICES)] if o.near else ()

    def weights_of(before, turns):
        start = before[-1] if before else in_place[0] if o.on else None
        near = in_place[len(before)] if o.near else None
        learnt = fit.fit(turns, start, o.l2, o.l2_hidden, o.epochs, say, near, fixed)
        return learnt.mixed(near, o.keep).rounded() if near else learnt
    passes, post = run(data, weights_of)
    learnt = [("train", setting) for setting in SETTINGS]     # how sure one may be of a whole novel
    table = fit.confidence(dumps.joined([data[k] for k in learnt]), np.concatenate([post[k] for k in learnt]))
    source.write(o.out, names, betweens, passes, table, o.l2, o.l2_hidden, len(novels("train")))
    say(f"wrote {o.out}")


if __name__ == "__main__":
    main()
