"""A model from a checkpoint of training, or a fresh one without training."""
import torch

from . import corpora
from .encoder import pretrained_encoder
from .model import Model
from .wordpiece import WordPieces


def layers(c):
    return sum(n.endswith(".qkv.weight") for n in c["model"])


def filled(c, encoder, average=False):
    """c: what a checkpoint holds; encoder: of so many layers -> Model with its weights"""
    model = Model(encoder, corpora.Labels(c["labels"]), **c["sizes"])
    with torch.no_grad():
        own = dict(model.named_parameters())
        for n, p in c["average" if average else "model"].items():
            own[n].copy_(p)
        for k in ("weight", "bias"):        # a checkpoint from before verbs had vectors of their own
            if f"lin.coref_act.{k}" not in c["model"]:
                own[f"lin.coref_act.{k}"].copy_(own[f"lin.coref_word.{k}"])
    model.eval()
    return model


def load(path, average=False):
    """-> (Model, WordPieces, state of the run)"""
    c = torch.load(path, weights_only=False, mmap=True)
    encoder, vocab = pretrained_encoder(layers=layers(c))
    return filled(c, encoder, average), WordPieces(vocab), c["state"]


def untrained():
    """the pretrained encoder with heads that know nothing"""
    encoder, vocab = pretrained_encoder()
    labels, _ = corpora.load_train()
    model = Model(encoder, labels)
    model.eval()
    return model, WordPieces(vocab), {"step": 0, "words": 0, "seconds": 0.0}
