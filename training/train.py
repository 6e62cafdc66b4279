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

from . import checkpoint, corpora, evaluate, meanings, paths, rounds
from .encoder import pretrained_encoder
from .model import Model, optimiser
from .student import student
from .wordpiece import WordPieces
from .workers import Workers

WARMUP, CLIP, AVERAGE = 150, 1.0, 0.998
ENCODER_RATE, STUDENT_RATE, HEAD_RATE = 1e-4, 2e-4, 1e-3
FROZEN = 4      # layers of a twin that stand still: it and its teacher share what they say


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
        self.labels, self.docs = corpora.load_train(args.data == "open")
        meanings.attach(self.docs)
        teacher, self.passes = None, rounds.PASSES_TAUGHT if args.fast else rounds.PASSES_TWIN if args.twin else rounds.PASSES
        if args.fast or args.twin:
            teacher, self.pieces, _ = checkpoint.load(args.teacher)
            teacher.requires_grad_(False)
            self.model = student(teacher, args.fast or len(teacher.encoder.layers))
        else:
            encoder, vocab = pretrained_encoder()
            self.pieces = WordPieces(vocab)
            self.model = Model(encoder, self.labels)
        frozen = FROZEN if args.twin else 0
        if frozen:
            self.model.encoder.freeze(frozen)
        self.workers = Workers(self.model, args.threads, teacher=teacher, frozen=frozen)
        self.optimiser = optimiser(self.model, STUDENT_RATE if args.fast else ENCODER_RATE, HEAD_RATE)
        self.trained = {n: p for n, p in self.model.named_parameters() if p.requires_grad}
        self.average = {n: p.detach().clone() for n, p in self.trained.items()}
        self.state = {"step": 0, "round": 0, "batch": 0, "words": 0, "seconds": 0.0, "decay_seconds": 0.0}

    def load(self, path):
        """goes on from a checkpoint; heads that it lacks start as they are"""
        c = torch.load(path, weights_only=False)
        with torch.no_grad():
            for n, p in self.trained.items():
                if n in c["model"]:
                    p.copy_(c["model"][n])
                    self.average[n].copy_(c["average"][n])
                    if n in c["optimiser"]:
                        self.optimiser.state[p] = c["optimiser"][n]
        torch.set_rng_state(c["rng"])
        self.state = c["state"]

    def save(self, path, finished=False):
        """whole or not at all"""
        c = {"model": {n: p.detach() for n, p in self.model.named_parameters() if n != "encoder.words"}, "average": self.average, "state": self.state,
             "labels": self.labels.lists, "sizes": self.model.sizes}
        if not finished:
            c.update(optimiser={n: self.optimiser.state[p] for n, p in self.trained.items() if p in self.optimiser.state}, rng=torch.get_rng_state())
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
            ws = rounds.round_windows(self.docs, self.pieces, self.state["round"], self.args.seed, self.passes)
            for i, b in enumerate(rounds.batches(ws, self.args.batch)):
                if i >= self.state["batch"]:
                    self.state["batch"] = i + 1
                    yield b
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


def over(run, decay_seconds):
    """has the leg come to its end"""
    a, s = run.args, run.state
    if decay_seconds:
        return s["decay_seconds"] >= decay_seconds
    return bool(a.steps and s["step"] >= a.steps or a.minutes and s["seconds"] >= 60 * a.minutes)


def rate(run, decay_seconds):
    """share of the base rates at this step"""
    s = run.state
    factor = min(1.0, (s["step"] + 1) / WARMUP)
    return factor * max(0.0, 1 - s["decay_seconds"] / decay_seconds) if decay_seconds else factor


class Progress:
    """mean losses and speed, a line every so many steps"""

    def __init__(self, run, every=20):
        self.run, self.every = run, every
        self.restart()

    def restart(self):
        self.sums, self.count, self.began, self.words = {}, 0, time.time(), self.run.state["words"]

    def add(self, losses, factor):
        for k, v in losses.items():
            n, x = self.sums.get(k, (0, 0.0))
            self.sums[k] = n + 1, x + v
        self.count += 1
        if self.count == self.every:
            s = self.run.state
            log(f"step {s['step']} round {s['round']} rate {factor:.3f} {(s['words'] - self.words) / (time.time() - self.began):.0f} words/s "
                + " ".join(f"{k} {x / n:.3f}" for k, (n, x) in self.sums.items()))
            self.restart()


def train(run, checkpoint, decay_seconds=0):
    """train until stopped, or until the leg is over; figures on part of dev every --every steps"""
    a, s = run.args, run.state
    if over(run, decay_seconds):
        return
    progress, saved = Progress(run), time.time()
    for ws in run.data():
        t = time.time()
        factor = rate(run, decay_seconds)
        progress.add(run.step(ws, factor), factor)
        s["seconds"] += time.time() - t
        s["decay_seconds"] += time.time() - t if decay_seconds else 0
        if s["step"] % a.every == 0:
            dev(run, quick=True)
            progress.restart()
        if time.time() - saved > a.save:
            run.save(checkpoint)
            saved = time.time()
        if over(run, decay_seconds):
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


LOG_COLUMNS = ("entities", "events", "ewt upos", "ewt xpos", "ewt feats", "ewt lemma", "ewt UAS", "ewt LAS", "gum upos", "gum LAS", "supersense", "valence",
               "arousal", "dominance", "sign inside", "sign act", "sign real", "sign why", "sign reason", "sign ripple", "sign trait", "sign relation", "sign thread",
               "sign content", "sign discourse", "sign spoken", "sign plot", "sign opinion", "sign withheld", "sign aspect", "sign polarity", "sign name", "mode",
               "tone valence", "tension", "links")


def keep_record(name, state, figures, note):
    """a row of training/LOG.tsv: full dev figures of a finished model, f32"""
    path = os.path.join(paths.HERE, "LOG.tsv")
    fresh = not os.path.exists(path)
    with open(path, "a", encoding="utf-8") as f:
        if fresh:
            f.write("\t".join(("date", "model", "steps", "words", "hours", *LOG_COLUMNS, "note")) + "\n")
        row = [time.strftime("%Y-%m-%d"), name, state["step"], state["words"], f"{state['seconds'] / 3600:.2f}", *(f"{figures[k]:.2f}" for k in LOG_COLUMNS), note]
        f.write("\t".join(map(str, row)) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--decay", type=float, default=0, metavar="MINUTES", help="finish: from the stable checkpoint let the rate fall to nothing")
    p.add_argument("--fast", type=int, default=0, metavar="LAYERS", help="with --decay: the smaller model of so many layers, taught by a finished larger one")
    p.add_argument("--twin", action="store_true", help="with --decay: a finished model learns on, held to what its heads say of every word")
    p.add_argument("--teacher", default=os.path.join(paths.RUN, "finished.pt"), help="checkpoint of the larger model, or of the twin's")
    p.add_argument("--steps", type=int, default=0, help="stop the stable leg after so many steps (default: never)")
    p.add_argument("--minutes", type=float, default=0, help="stop the stable leg when it has run so many minutes in all (default: never)")
    p.add_argument("--batch", type=int, default=2048, help="wordpieces of a step")
    p.add_argument("--every", type=int, default=500, help="steps between two figures on part of dev")
    p.add_argument("--save", type=float, default=240, help="seconds between two checkpoints")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    p.add_argument("--data", choices=("all", "open"), default=os.environ.get("DATA", "all"), help="open: only sources that state an open licence")
    p.add_argument("--note", default="", help="what this run changed: for training/LOG.tsv")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    tuned_environment()
    os.makedirs(paths.RUN, exist_ok=True)
    torch.set_num_threads(args.threads)
    run = Run(args)
    if (args.fast or args.twin) and not args.decay:
        p.error("--fast and --twin need --decay MINUTES: their one leg")
    prefix = "fast-" if args.fast else "twin-" if args.twin else ""
    stable, decayed, finished = (os.path.join(paths.RUN, prefix + n) for n in ("stable.pt", "decay.pt", "finished.pt"))
    start = decayed if args.decay and os.path.exists(decayed) else stable
    if os.path.exists(start):
        run.load(start)
        log(f"goes on from {os.path.basename(start)}: {json.dumps(run.state)}")
    if not args.decay:
        train(run, stable)
        return
    train(run, decayed, args.decay * 60)
    run.save(finished, finished=True)
    keep_record("fast" if args.fast else "base", run.state, dev(run, quick=False, averaged=False), args.note)
    os.remove(decayed)


if __name__ == "__main__":
    main()
