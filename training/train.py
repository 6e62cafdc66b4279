"""Training. `python3 -m training.train` starts a run or goes on with it; it can be killed at any time.

Schedule: warm-up, then a constant rate for as long as one likes (the stable leg), then on demand a leg in which the rate falls to
nothing (Hu et al., "MiniCPM", 2024: warmup-stable-decay). The stable leg's checkpoint is training/run/stable.pt; `--decay MINUTES`
starts from it, keeps its own checkpoint in decay.pt and leaves finished.pt, the model to export. An average of the weights over
the last few hundred steps is kept beside them: the stable leg's average is a fair model too, without any decay."""
import argparse
import json
import os
import sys
import time

import torch

from . import corpora, evaluate, paths, rounds
from .encoder import pretrained_encoder
from .model import Model
from .wordpiece import WordPieces
from .workers import Workers

WARMUP, CLIP, AVERAGE = 150, 1.0, 0.998
ENCODER_RATE, HEAD_RATE, DECAY = 1e-4, 1e-3, 0.01


def tuned_environment():
    """start over with large pages, an allocator that keeps its memory, and threads that soon sleep at barriers (the machine may be shared)"""
    if "MARROW_TUNED" not in os.environ and sys.platform == "linux":
        big = str(1 << 32)
        os.environ.update(MARROW_TUNED="1", GOMP_SPINCOUNT="20000", GLIBC_TUNABLES=f"glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold={big}:glibc.malloc.trim_threshold={big}")
        os.execv(sys.executable, [sys.executable, "-m", "training.train", *sys.argv[1:]])


def log(text):
    line = time.strftime("%H:%M:%S ") + text
    print(line, flush=True)
    with open(os.path.join(paths.RUN, "log.txt"), "a", encoding="utf-8") as f:
        f.write(line + "\n")


class Run:
    """a model in training: its weights, their average, the optimiser, and the place in the data"""

    def __init__(self, args):
        self.args = args
        torch.manual_seed(args.seed)
        encoder, vocab = pretrained_encoder()
        self.pieces = WordPieces(vocab)
        self.labels, self.docs = corpora.load_train(args.data == "open")
        self.model = Model(encoder, self.labels)
        self.workers = Workers(self.model, args.threads)
        groups = {}
        for name, p in self.model.named_parameters():
            if p.requires_grad:
                inner, flat = name.startswith("encoder.") and name != "encoder.shapes", p.ndim < 2
                groups.setdefault((ENCODER_RATE if inner else HEAD_RATE, 0.0 if flat else DECAY), []).append(p)
        self.optimiser = torch.optim.AdamW([dict(params=ps, lr=r, base=r, weight_decay=d) for (r, d), ps in groups.items()], betas=(0.9, 0.99), fused=True)
        self.trained = {n: p for n, p in self.model.named_parameters() if p.requires_grad}
        self.average = {n: p.detach().clone() for n, p in self.trained.items()}
        self.state = {"step": 0, "round": 0, "batch": 0, "words": 0, "seconds": 0.0, "decay_seconds": 0.0}

    def load(self, path):
        c = torch.load(path, weights_only=False)
        with torch.no_grad():
            for n, p in self.trained.items():
                p.copy_(c["model"][n])
                self.average[n].copy_(c["average"][n])
        self.optimiser.load_state_dict(c["optimiser"])
        torch.set_rng_state(c["rng"])
        self.state = c["state"]

    def save(self, path, finished=False):
        """whole or not at all"""
        c = {"model": {n: p.detach() for n, p in self.trained.items()}, "average": self.average, "state": self.state,
             "labels": self.labels.lists, "sizes": self.model.sizes}
        if not finished:
            c.update(optimiser=self.optimiser.state_dict(), rng=torch.get_rng_state())
        torch.save(c, path + ".new")
        os.replace(path + ".new", path)

    def step(self, ws, factor):
        """one step of the optimiser on windows ws at factor times the base rates -> head -> loss"""
        for g in self.optimiser.param_groups:
            g["lr"] = g["base"] * factor
        losses = self.workers.gradients(ws)
        torch.nn.utils.clip_grad_norm_(self.trained.values(), CLIP, foreach=True)
        self.optimiser.step()
        self.workers.clear()
        self.state["step"] += 1
        self.state["words"] += sum(len(w.words) for w in ws)
        if self.state["step"] % 4 == 0:
            keep = min(AVERAGE, (1 + self.state["step"]) / (10 + self.state["step"])) ** 4
            torch._foreach_lerp_(list(self.average.values()), [p.detach() for p in self.trained.values()], 1 - keep)
        return losses

    def data(self):
        """batches from the place where the run is, without end"""
        while True:
            ws = rounds.round_windows(self.docs, self.pieces, self.state["round"], self.args.seed)
            for i, b in enumerate(rounds.batches(ws, self.args.batch)):
                if i >= self.state["batch"]:
                    yield b
                    self.state["batch"] = i + 1
            self.state["round"] += 1
            self.state["batch"] = 0

    def averaged(self):
        """a context in which the model holds the averaged weights"""
        return Swapped(self.trained, self.average)


class Swapped:
    def __init__(self, params, other):
        self.params, self.other = params, other

    def _swap(self):
        with torch.no_grad():
            for n, p in self.params.items():
                kept = p.detach().clone()
                p.copy_(self.other[n])
                self.other[n].copy_(kept)

    def __enter__(self):
        self._swap()

    def __exit__(self, *_):
        self._swap()


def train(run, checkpoint, decay_seconds=0):
    """train until stopped, or until the decay leg is over; a figure on part of dev every --every steps"""
    a, s = run.args, run.state
    sums, count, began, saved, words = {}, 0, time.time(), time.time(), s["words"]
    for batch in run.data():
        t = time.time()
        factor = min(1.0, (s["step"] + 1) / WARMUP)
        if decay_seconds:
            factor *= max(0.0, 1 - s["decay_seconds"] / decay_seconds)
        for k, v in run.step(batch, factor).items():
            n, x = sums.get(k, (0, 0.0))
            sums[k] = n + 1, x + v
        count += 1
        if count % 20 == 0:
            log(f"step {s['step']} round {s['round']} rate {factor:.3f} {(s['words'] - words) / (time.time() - began):.0f} words/s "
                + " ".join(f"{k} {x / n:.3f}" for k, (n, x) in sums.items()))
            sums, began, words = {}, time.time(), s["words"]
        s["seconds"] += time.time() - t
        if decay_seconds:
            s["decay_seconds"] += time.time() - t
        if s["step"] % a.every == 0:
            dev(run, quick=True)
            began, words = time.time(), s["words"]
        if time.time() - saved > a.save:
            run.save(checkpoint)
            saved = time.time()
        if decay_seconds and s["decay_seconds"] >= decay_seconds or not decay_seconds and (
                a.steps and s["step"] >= a.steps or a.minutes and s["seconds"] >= 60 * a.minutes):
            break
    run.save(checkpoint)


def dev(run, quick, averaged=True):
    t = time.time()
    if averaged:
        with run.averaged():
            figures = evaluate.evaluate(run.model, run.pieces, quick)
    else:
        figures = evaluate.evaluate(run.model, run.pieces, quick)
    run.model.train()
    log(f"dev{' (part)' if quick else ''} step {run.state['step']} words {run.state['words']} in {time.time() - t:.0f} s: "
        + json.dumps({k: round(v, 2) for k, v in figures.items()}))
    return figures


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--decay", type=float, default=0, metavar="MINUTES", help="finish: from the stable checkpoint let the rate fall to nothing")
    p.add_argument("--steps", type=int, default=0, help="stop the stable leg after so many steps (default: never)")
    p.add_argument("--minutes", type=float, default=0, help="stop the stable leg when it has run so many minutes in all (default: never)")
    p.add_argument("--batch", type=int, default=2048, help="wordpieces of a step")
    p.add_argument("--every", type=int, default=500, help="steps between two figures on part of dev")
    p.add_argument("--save", type=float, default=240, help="seconds between two checkpoints")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--data", choices=("all", "open"), default=os.environ.get("DATA", "all"), help="open: only sources that state an open licence")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    tuned_environment()
    os.makedirs(paths.RUN, exist_ok=True)
    torch.set_num_threads(args.threads)
    run = Run(args)
    stable, decayed, finished = (os.path.join(paths.RUN, n) for n in ("stable.pt", "decay.pt", "finished.pt"))
    start = decayed if args.decay and os.path.exists(decayed) else stable
    if os.path.exists(start):
        run.load(start)
        log(f"goes on from {os.path.basename(start)}: {json.dumps(run.state)}")
    if not args.decay:
        train(run, stable)
        return
    train(run, decayed, args.decay * 60)
    dev(run, quick=False, averaged=False)
    run.save(finished, finished=True)
    os.remove(decayed)


if __name__ == "__main__":
    main()
