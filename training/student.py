"""The smaller model: every other layer of a finished one, with its heads, that goes on learning from the same data and from the larger model's word
vectors (V. Sanh and others, "DistilBERT", 2019, begin so too). Both share the word embeddings, and so the file words.mrw."""
import torch

from .encoder import pretrained_encoder
from .model import Model


def student(teacher, layers):
    """a Model with so many of the teacher's layers, evenly from all, the last one always; its mixtures begin with what they gave these layers"""
    every = len(teacher.encoder.layers) / layers
    kept = [round((i + 1) * every) - 1 for i in range(layers)]
    model = Model(pretrained_encoder(layers=layers)[0], teacher.labels, **teacher.sizes)
    state = {n: p for n, p in teacher.state_dict().items() if not n.startswith("encoder.layers.")}
    for i, k in enumerate(kept):
        state.update({f"encoder.layers.{i}.{n}": p for n, p in teacher.encoder.layers[k].state_dict().items()})
    state["mix.logits"] = state["mix.logits"][:, [0] + [k + 1 for k in kept]]
    with torch.no_grad():
        model.load_state_dict(state)
    return model
