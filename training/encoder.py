"""The encoder: BERT with a word-shape embedding beside the positions (docs/model.md), in plain PyTorch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

EPS = 1e-12


class Dropout:
    """dropout whose masks are slices, from random places, of one long random mask: drawing afresh takes longer than a product"""
    POOL = 1 << 23

    def __init__(self, p):
        self.p, self.pool = p, None

    def __call__(self, x, training):
        if not training or not self.p:
            return x
        if x.is_cuda:
            return F.dropout(x, self.p)
        if self.pool is None:
            self.pool = torch.empty(self.POOL).bernoulli_(1 - self.p) / (1 - self.p)
        first = int(torch.randint(self.POOL - x.numel(), ()))
        return x * self.pool[first:first + x.numel()].view(x.shape)


class Layer(nn.Module):
    """one post-layer-norm transformer layer; x: [P, H], the wordpieces of all windows end to end"""

    def __init__(self, width, heads, ffn):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, ffn)
        self.down = nn.Linear(ffn, width)
        self.norm1 = nn.LayerNorm(width, EPS)
        self.norm2 = nn.LayerNorm(width, EPS)

    def attend(self, qkv, groups):
        """qkv [P, 3H] -> [P, H]; windows attend within themselves. groups: (first wordpiece, windows B, length T, mask or None)"""
        h, outs = qkv.shape[1] // 3, []
        for rows, (_, b, t, mask) in zip(qkv.split([b * t for _, b, t, _ in groups]), groups):
            q, k, v = rows.view(b, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
            outs.append(F.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b * t, h))
        return torch.cat(outs) if len(outs) > 1 else outs[0]

    def forward(self, x, groups, drop):
        x = self.norm1(x + drop(self.out(self.attend(self.qkv(x), groups)), self.training))
        return self.norm2(x + drop(self.down(F.gelu(self.up(x))), self.training))


class Encoder(nn.Module):
    """ids, shapes, places in the window [P] of all windows end to end -> outputs of all layers, [layers + 1][P, H] (0: the
    embeddings after their norm)"""

    def __init__(self, vocabulary, layers, width, heads, ffn, positions, drop=0.1):
        super().__init__()
        self.config = dict(layers=layers, width=width, heads=heads, ffn=ffn, positions=positions)
        self.drop = Dropout(drop)
        self.words = nn.Parameter(torch.zeros(vocabulary, width), requires_grad=False)
        self.positions = nn.Parameter(torch.zeros(positions, width))
        self.shapes = nn.Parameter(torch.zeros(16, width))
        self.norm = nn.LayerNorm(width, EPS)
        self.layers = nn.ModuleList(Layer(width, heads, ffn) for _ in range(layers))

    def forward(self, ids, shapes, places, groups, below=(), upto=None):
        """below: the outputs of the lowest layers, where they are known already; upto: of how many layers outputs are wanted"""
        outs = list(below)
        if not outs:
            x = F.embedding(ids, self.words) + F.embedding(places, self.positions) + F.embedding(shapes, self.shapes)
            outs.append(self.drop(self.norm(x), self.training))
        for layer in self.layers[len(outs) - 1:upto]:
            outs.append(layer(outs[-1], groups, self.drop))
        return outs

    def freeze(self, layers):
        """the embeddings and so many of the lowest layers stand still"""
        for p in (self.positions, self.shapes, *self.norm.parameters(), *self.layers[:layers].parameters()):
            p.requires_grad_(False)


def quantise_words(w):
    """words [V][H] -> (i8 [V][H], scale f32 [V]): the words part holds these, and training sees just these values"""
    scale = (w.abs().amax(1) / 127).clamp_min(1e-12)
    return (w / scale[:, None]).round().to(torch.int8), scale


def pretrained_encoder(drop=0.1, layers=None):
    """-> (Encoder with the pretrained weights, of the first so many layers; vocabulary)"""
    from . import pretrained as p
    vocab = p.vocabulary()
    layers = layers or p.LAYERS
    enc = Encoder(len(vocab), layers, p.WIDTH, p.HEADS, p.FFN, p.POSITIONS, drop)
    state = {k: torch.from_numpy(v) for k, v in p.weights().items()}
    q, scale = quantise_words(state["words"])
    state["words"] = q.float() * scale[:, None]
    state["shapes"] = torch.zeros(16, p.WIDTH)
    enc.load_state_dict({k: state[k] for k in enc.state_dict()})
    return enc, vocab
