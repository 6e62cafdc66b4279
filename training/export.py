"""A model from a checkpoint to the files of model/ (docs/model.md).

    python3 -m training.export [--checkpoint FILE] [--average] [--f32] [--untrained] [--out DIR] [--name base]"""
import argparse
import copy
import os

import numpy as np
import torch

from . import calibrate, checkpoint, evaluate, forms, parts, paths, senses, signs, spans
from .encoder import quantise_words
from .model import SPAN_WIDTH
from .quantise import simulate, stays_plain
from .windows import WINDOW

ROWS = {"link": ("w", "before", "none", "bias", "distance"), "point": ("w", "at", "none", "bias", "distance")}      # of coref.link, coref.point: end to end
LABELLED = ("upos", "xpos", "feats", "lemma", "rel", "ent", "sense")


def config(**values):
    return "".join(f"{k.replace('__', '.')} {v:.4f}\n" if isinstance(v, float) else f"{k.replace('__', '.')} {v}\n" for k, v in values.items())


def words_part(encoder, vocab):
    q, scale = quantise_words(encoder.words.detach())
    return {"vocab": "".join(w + "\n" for w in vocab), "words": q.numpy(), "words.scale": scale.numpy()}


def encoder_part(encoder, int8):
    c = encoder.config
    a = lambda t: np.ascontiguousarray(t.detach().numpy(), np.float32)
    out = {"config": config(**c, window=WINDOW), "positions": a(encoder.positions), "shapes": a(encoder.shapes),
           "norm.weight": a(encoder.norm.weight), "norm.bias": a(encoder.norm.bias)}
    for n, layer in enumerate(encoder.layers):
        for k in ("qkv", "out", "up", "down"):
            m = getattr(layer, k)
            out.update(parts.linear(f"{n}.{k}", a(m.weight), a(m.bias), int8))
        for k in ("norm1", "norm2"):
            m = getattr(layer, k)
            out.update({f"{n}.{k}.weight": a(m.weight), f"{n}.{k}.bias": a(m.bias)})
    return out


def one_row(tensors, names):
    return torch.cat([tensors[k].flatten() for k in names]).detach().numpy().astype(np.float32)[None]


def heads_config(chosen):
    return config(ent__width=SPAN_WIDTH, ent__bias=chosen["ent"], ent__shape=chosen["shape"], ent__words=chosen["words"], send__threshold=chosen["send"],
                  event__threshold=chosen["event"], sense__phrase=senses.PHRASE)


def heads_part(model, int8, thresholds):
    out = {"mix": model.mix.weights().detach().numpy().astype(np.float32), "config": heads_config(thresholds)}
    knows_doers = any(float(p.detach().abs().sum()) for k, p in model.point.items() if k != "w")
    for k, m in model.lin.items():
        if k == "coref_act" and not knows_doers:
            continue
        out.update(parts.linear(k.replace("_", "."), m.weight.detach().numpy(), m.bias.detach().numpy(), int8 and not stays_plain(m)))
    out["sense.words"] = senses.text(model.labels.lists["sense"])
    out["lemma.forms"] = forms.text(os.environ.get("DATA") == "open")
    if knows_doers:         # a model that never learnt doers has none
        out["coref.point"] = one_row(model.point, ROWS["point"])
    out["coref.link"] = one_row(model.link, ROWS["link"])
    for k, groups in (("signs", signs.SIGNS), ("review", signs.REVIEW)):
        out[k + ".labels"] = "".join(x + "\n" for g in groups.values() for x in g)
    for k in LABELLED:
        out[k + ".labels"] = "".join(x + "\n" for x in model.labels.lists[k])
    return out


def as_computed(model, int8):
    """a copy of the model that computes as the C program will"""
    return simulate(copy.deepcopy(model)) if int8 else model


@torch.no_grad()
def thresholds(model, pieces, lists):
    """best on dev: the logits of realis events and of sentence ends in running text, the bias of entities beside the lists of training/spans.py"""
    d = evaluate.dev_data()
    event, event_f1 = evaluate.best_threshold(*evaluate.event_logits(model, pieces, d["events"]))
    bias, entity_f1 = spans.choose(model, pieces, d["entities"], lists)
    docs = [[s for x in evaluate.corpora.ud_documents(d[k], model.labels) for s in x] for k in ("ewt", "gum")]
    logits, gold = evaluate.sentence_logits(model, pieces, docs)
    steps = np.linspace(-2, 2, 41)
    send = max(steps, key=lambda t: (evaluate.sentence_f1(logits, gold, t), -abs(t)))
    print(f"dev: events {event_f1:.2f}, entities {entity_f1:.2f}, sentences {evaluate.sentence_f1(logits, gold, send):.2f} with what was chosen")
    return {"event": event, "send": float(send), "ent": bias, "shape": lists.shape_weight, "words": lists.noun_weight}


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--average", action="store_true", help="the averaged weights of the checkpoint")
    p.add_argument("--untrained", action="store_true", help="no checkpoint: the pretrained encoder, heads without training")
    p.add_argument("--f32", action="store_true", help="weights as f32 instead of int8")
    p.add_argument("--quick", action="store_true", help="no calibration, and thresholds of 0 instead of the best on dev")
    p.add_argument("--out", default=paths.MODEL)
    p.add_argument("--name", default="base")
    p.add_argument("--version", help="default: 0.3 and the number of steps")
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    os.makedirs(a.out, exist_ok=True)
    model, pieces, state = checkpoint.untrained() if a.untrained else checkpoint.load(a.checkpoint, a.average)
    int8 = not a.f32
    measured = not (a.quick or a.untrained)
    if measured:
        print("calibration: " + ", ".join(f"{g} {x:.2f} {y:+.2f}" for g, (x, y) in calibrate.calibrate(as_computed(model, int8), model, pieces).items()))
    written = {"encoder": encoder_part(model.encoder, int8)}
    chosen = dict.fromkeys(("event", "send", "ent", "shape", "words"), 0.0)
    heads = heads_part(model, int8, chosen)
    words = words_part(model.encoder, list(pieces.ids))
    if measured:
        lists = spans.learn(model, pieces)
        heads["ent.shape"], heads["ent.words"] = lists.shape, lists.words
        chosen = thresholds(as_computed(model, int8), pieces, lists)
        heads["config"] = heads_config(chosen)
    version = a.version or f"0.3-{state['step']}"
    files = {}
    for part, kind, file, tensors, v in (("words", parts.WORDS, "words.mrw", words, "1"),
                                         ("encoder", parts.ENCODER, f"{a.name}-encoder.mrw", written["encoder"], version),
                                         ("heads", parts.HEADS, f"{a.name}-heads.mrw", heads, version)):
        files[part] = file, parts.write(os.path.join(a.out, file), kind, v, tensors)
    parts.manifest(os.path.join(a.out, a.name + ".json"), a.name, version, files)
    print(f"{a.out}: {a.name} {version}, thresholds {chosen}, {files}")


if __name__ == "__main__":
    main()
