"""A model learnt on an accelerator in half an hour: an encoder that has read novels (training/adapt.py), several models trained from it side by side on the
annotated corpora, and then the one that is kept, which learns from the corpora and from what the others together say of every word, of these and of whole
novels (knowledge distillation: G. Hinton and others, 2015; from several teachers: Y. Kim and A. Rush, 2016; C. Buciluă and others, "Model compression", 2006).

    python3 -m training.ensemble pack DIR                  # data, pretrained encoder, dev texts as three files for a machine that has nothing else
    python3 -m training.ensemble adapt DIR --seconds 150
    python3 -m training.ensemble teacher DIR --seconds 300 --seed 1 --out t1.pt [--plain]
    python3 -m training.ensemble student DIR --seconds 500 --out base.pt --teachers t1.pt t2.pt t3.pt [--layers 6]
    python3 -m training.ensemble parser DIR --seconds 4200 --begin fast.pt --out parser.pt
    python3 -m training.ensemble figures DIR --model base.pt"""
import argparse
import json
import os
import pickle
import time

import torch

from . import adapt, checkpoint, corpora, encoder, evaluate, evaluate_signs, feed, forms, meanings, novels, pretrained, rounds
from .model import TAGS, WEIGHTS, Model, optimiser
from .student import NEW, OLD, student, taught
from .wordpiece import WordPieces

WARMUP, CLIP, EVERY = 200, 1.0, 200
PASSES = {**rounds.PASSES, "pdnc": 0.4}


def say(text):
    print(time.strftime("%H:%M:%S ") + text, flush=True)


# --- the folder ---------------------------------------------------------------------------------------------------------------------

def pack(folder):
    os.makedirs(folder, exist_ok=True)
    labels, docs = corpora.load_train(os.environ.get("DATA") == "open")
    meanings.attach(docs)
    evaluate.dev_data()
    evaluate_signs.sign_parts()
    put(folder, "data.pkl", (labels.lists, docs, novels.load()))
    put(folder, "dev.pkl", (evaluate._DEV, evaluate_signs._DEV, forms.table()))
    e, vocab = encoder.pretrained_encoder()
    q, scale = encoder.quantise_words(torch.from_numpy(pretrained.weights()["words"]))
    put(folder, "encoder.pkl", (vocab, e.config, q, scale, {n: x.half() for n, x in e.state_dict().items() if n != "words"}))


def put(folder, name, what):
    with open(os.path.join(folder, name), "wb") as f:
        pickle.dump(what, f, protocol=5)


def get(folder, name):
    with open(os.path.join(folder, name), "rb") as f:
        return pickle.load(f)


def fresh(folder, plain=False, layers=None):
    """-> (encoder, pretrained and, unless plain, with what it learnt from novels; WordPieces)"""
    vocab, config, q, scale, state = get(folder, "encoder.pkl")
    layers = layers or config["layers"]
    e = encoder.Encoder(len(vocab), **{**config, "layers": layers})
    adapted = os.path.join(folder, "adapted.pt")
    if not plain and os.path.exists(adapted):
        state = torch.load(adapted)
    own = e.state_dict()
    e.load_state_dict({"words": q.float() * scale[:, None], **{n: x.float() for n, x in state.items() if n in own}}, strict=bool(state))
    return e, WordPieces(vocab)


def save(model, path, state):
    """whole or not at all, as f16"""
    torch.save({"model": {n: p.detach().half().cpu() for n, p in model.named_parameters() if n != "encoder.words"}, "average": {}, "state": state,
                "labels": model.labels.lists, "sizes": model.sizes}, path + ".new")
    os.replace(path + ".new", path)


def load(folder, path):
    c = torch.load(path, weights_only=False)
    e, pieces = fresh(folder, layers=checkpoint.layers(c))
    return checkpoint.filled(c, e), pieces, c["state"]


# --- training -------------------------------------------------------------------------------------------------------------------------

def losses_of(model, teachers, batch, gold, asked):
    """teachers: (models, heads that they teach)"""
    v, out = model.vectors(batch), {}
    for some, heads in teachers:
        with torch.no_grad():
            wanted = [t.vectors(batch) for t in some]
        out.update(taught(model, some, v, wanted, asked, heads))
    out.update(model.losses(gold, model.dropped(v)))
    return out


def train(model, teachers, batches, a):
    """until so many seconds or words are over, the rate falling to nothing; a checkpoint every two minutes"""
    model.to(a.device).train()
    for t in (t for some, _ in teachers for t in some):
        t.to(a.device).eval().requires_grad_(False)
    learner, params = optimiser(model, a.rate, a.head_rate), [p for p in model.parameters() if p.requires_grad]
    state, sums = {"step": 0, "words": 0, "seconds": 0.0}, {}
    began = saved = None
    for batch, gold, asked, counts, words in batches:
        began = began or time.time()        # the first batch takes long to come
        saved = saved or began
        with torch.autocast(a.device, torch.bfloat16, enabled=a.device != "cpu"):
            losses = {k: x / counts[k] for k, x in losses_of(model, teachers, batch, gold, asked).items()}
            total = sum(WEIGHTS[k] * x for k, x in losses.items())
        learner.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(params, CLIP, foreach=True)
        state["seconds"] = time.time() - began
        done = max(state["seconds"] / a.seconds, state["words"] / (1e6 * a.words))
        for g in learner.param_groups:
            g["lr"] = g["base"] * min((state["step"] + 1) / WARMUP, max(0.0, 1 - done))
        learner.step()
        state["step"] += 1
        state["words"] += words
        for k, x in losses.items():
            sums.setdefault(k, []).append(x.detach())
        if state["step"] % EVERY == 0:
            say(f"{os.path.basename(a.out)} step {state['step']} {state['words'] / state['seconds']:.0f} words/s {int(state['words'] / 1e5) / 10} M "
                + " ".join(f"{k} {float(torch.stack(x).mean()):.3f}" for k, x in sums.items()))
            sums = {}
        if time.time() - saved > 120:
            save(model, a.out, state)
            saved = time.time()
        if done >= 1:
            break
    save(model, a.out, state)
    say(f"{a.out}: {json.dumps(state)}")


def started(a, lessons, passes=PASSES):
    """-> labels, Feed"""
    lists, docs, books = get(a.folder, "data.pkl")
    pieces = WordPieces(get(a.folder, "encoder.pkl")[0])
    source = feed.Source(docs, pieces, a.seed, passes, a.batch, lessons, books if lessons and a.share else None, a.share)
    return corpora.Labels(lists), feed.Feed(source, a.processes, a.device)


def teacher(a):
    labels, batches = started(a, False)
    torch.manual_seed(a.seed)
    e, _ = fresh(a.folder, a.plain)
    train(Model(e, labels), [], batches, a)
    batches.close()


def learn(a):
    labels, batches = started(a, True)
    torch.manual_seed(a.seed)
    teachers = [load(a.folder, t)[0] for t in a.teachers]
    if a.begin:
        model = load(a.folder, a.begin)[0]
    elif a.layers:
        model = student(teachers[0], a.layers, fresh(a.folder, layers=a.layers)[0])
    elif a.fresh:
        model = Model(fresh(a.folder)[0], labels)
    else:
        model = load(a.folder, a.teachers[0])[0]
    lessons = [(teachers, NEW), ([load(a.folder, a.older)[0]], OLD)] if a.older else [(teachers, OLD | NEW)]
    train(model, lessons, batches, a)
    batches.close()


def parser(a):
    """a finished model learns on, mostly from treebanks; what its other heads say is held to what they said before"""
    WEIGHTS.update(arc=2.0, rel=2.0)
    a.share = 0
    _, batches = started(a, True, rounds.PASSES_PARSE)
    torch.manual_seed(a.seed)
    before, model = (load(a.folder, a.begin)[0] for _ in range(2))
    train(model, [([before], (OLD | NEW) - {"vectors", "arc", "rel", *TAGS})], batches, a)
    batches.close()


def figures(a):
    dev, sign_dev, table = get(a.folder, "dev.pkl")
    evaluate._DEV.update(dev)
    evaluate_signs._DEV.update(sign_dev)
    forms.table = lambda *_: table
    torch.set_num_threads(a.processes)
    for path in a.teachers:
        model, pieces, state = load(a.folder, path)
        say(f"{path} {state['words']} words: " + json.dumps({k: round(x, 1) for k, x in evaluate.evaluate(model, pieces).items() if not k.startswith("error")}))


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("what", choices=("pack", "adapt", "teacher", "student", "parser", "figures"))
    p.add_argument("folder")
    p.add_argument("--seconds", type=float, default=300)
    p.add_argument("--batch", type=int, default=8192, help="wordpieces of a step")
    p.add_argument("--rate", type=float, default=1.5e-4, help="of the encoder, highest")
    p.add_argument("--head-rate", type=float, default=1e-3)
    p.add_argument("--words", type=float, default=1e6, help="millions; training ends when either is reached")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--plain", action="store_true", help="teacher: of the pretrained encoder as it came")
    p.add_argument("--begin", help="student, parser: begins as this model")
    p.add_argument("--older", help="student: the teacher of the heads for words and sentences; the others teach those for signs, tones, links and doers")
    p.add_argument("--fresh", action="store_true", help="student: begins anew instead of as the first teacher")
    p.add_argument("--layers", type=int, default=0, help="student: a smaller one of so many of the first teacher's layers")
    p.add_argument("--teachers", "--models", nargs="+", default=[])
    p.add_argument("--share", type=float, default=1.0, help="student: words of novels for each word of the corpora")
    p.add_argument("--processes", type=int, default=4, help="that make batches ready (figures: threads)")
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--out", default="model.pt")
    a = p.parse_args()
    if a.what == "pack":
        pack(a.folder)
    elif a.what == "adapt":
        e, pieces = fresh(a.folder, True)
        adapt.adapt(e, pieces, get(a.folder, "data.pkl")[2], a.seconds, a.device, a.seed, say)
        torch.save({n: x for n, x in e.state_dict().items() if n != "words"}, os.path.join(a.folder, "adapted.pt"))
    else:
        {"teacher": teacher, "student": learn, "parser": parser, "figures": figures}[a.what](a)


if __name__ == "__main__":
    main()
