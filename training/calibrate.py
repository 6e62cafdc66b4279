"""Probabilities of signs that mean what they say: each group's logits are scaled and moved so that dev is likeliest (C. Guo and others, "On
Calibration of Modern Neural Networks", 2017, with a bias beside the temperature), and the two numbers are folded into the last layer's weights.

    python3 -m training.calibrate [--checkpoint F]    errors on dev before and after; and where one half of the documents sets what the other measures"""
import argparse
import os

import torch
import torch.nn.functional as F

from . import checkpoint, evaluate, evaluate_signs, paths, signs
from .model import places
from .quantise import simulate

HEADS = (("signs", signs.SIGNS),)       # reviews' own head stays as it is: its dev part is small, and no probability of it is shown


def moved(logits, scale, bias):
    """scale, and bias on the sign itself, or on O where the group has one"""
    logits = logits * scale
    return torch.cat([logits[:, :1] + bias, logits[:, 1:]], 1)


def loss(logits, gold):
    return F.cross_entropy(logits, gold) if logits.shape[1] > 1 else F.binary_cross_entropy_with_logits(logits[:, 0], (gold > 0).float())


def fit(logits, gold):
    """-> (scale, bias) of the least loss"""
    logits, gold = logits.detach(), gold.detach()
    log_scale, bias = torch.zeros((), requires_grad=True), torch.zeros((), requires_grad=True)
    search = torch.optim.LBFGS([log_scale, bias], max_iter=60, line_search_fn="strong_wolfe")

    def closure():
        search.zero_grad()
        value = loss(moved(logits, log_scale.exp(), bias), gold) + 1e-4 * (log_scale ** 2 + bias ** 2)
        value.backward()
        return value
    search.step(closure)
    return log_scale.exp().item(), bias.item()


@torch.no_grad()
def scores(model, pieces, encode=None):
    """encode: as of evaluate_signs.evaluate; default: in Python -> group -> [(logits, gold) of each dev document that has it]"""
    found, encode = {}, encode or (lambda x: evaluate.encode(model, pieces, x))
    for head, docs, groups in evaluate_signs.sign_parts():
        for d in docs:
            for g, pair in evaluate_signs.group_scores(encode, model, head, [d], groups).items():
                found.setdefault(g, []).append(pair)
    return found


def joined(parts):
    return torch.cat([x for x, _ in parts]), torch.cat([y for _, y in parts])


def calibrate(model, plain, pieces, encode=None):
    """model: as it will compute (int8); plain: whose last layers are changed. -> group -> (scale, bias)"""
    chosen = {g: fit(*joined(parts)) for g, parts in scores(model, pieces, encode).items()}
    with torch.no_grad():
        for head, groups in HEADS:
            last = plain.lin[head + "_out"]
            for at, g in places(groups):
                if g in chosen:
                    scale, bias = chosen[g]
                    n = len(groups[g])
                    last.weight[at:at + n] *= scale
                    last.bias[at:at + n] *= scale
                    last.bias[at] += bias
    return chosen


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--checkpoint", default=os.path.join(paths.RUN, "finished.pt"))
    p.add_argument("--threads", type=int, default=os.cpu_count())
    a = p.parse_args()
    torch.set_num_threads(a.threads)
    model, pieces, _ = checkpoint.load(a.checkpoint)
    for g, parts in scores(simulate(model), pieces).items():
        logits, gold = joined(parts)
        whole = fit(logits, gold)
        halves = [(parts[::2], parts[1::2]), (parts[1::2], parts[::2])]
        crossed = [(moved(joined(b)[0], *fit(*joined(a))), joined(b)[1]) for a, b in halves if a and b]
        after = evaluate_signs.calibration(moved(logits, *whole), gold)
        across = evaluate_signs.calibration(*joined(crossed)) if crossed else float("nan")
        print(f"{g:10} scale {whole[0]:.2f} bias {whole[1]:+.2f}  error {evaluate_signs.calibration(logits, gold):.2f} -> {after:.2f}, across halves {across:.2f}")


if __name__ == "__main__":
    main()
