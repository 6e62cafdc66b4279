"""The int8 model simulated in PyTorch: weights of seven bits a row, activations of eight bits a row, as docs/model.md computes them."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import parts

PLAIN = 3          # linear layers of at most so many outputs stay f32: they cost nothing and their logits are compared to thresholds


def stays_plain(linear):
    return linear.out_features <= PLAIN


class Simulated(nn.Module):
    """a linear layer that computes s · scale · (Σ u·q − 128 · sum) + bias"""

    def __init__(self, linear):
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        q, scale, _ = parts.quantise(linear.weight.detach().numpy())
        self.weight = torch.from_numpy(q).float()
        self.scale, self.bias = torch.from_numpy(scale), linear.bias

    def forward(self, x):
        s = (x.abs().amax(-1, keepdim=True) / 127).clamp_min(1e-30)
        return F.linear((x / s).round(), self.weight) * s * self.scale + self.bias


def simulate(model):
    """replace every linear layer of the model but the smallest"""
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, nn.Linear) and not stays_plain(child):
                setattr(module, name, Simulated(child)) if not isinstance(module, nn.ModuleDict) else module.update({name: Simulated(child)})
    return model
