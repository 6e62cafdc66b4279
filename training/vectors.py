"""Reference values for the tests of the C encoder: tests/encode/vectors.json (needs torch and tokenizers).

    python3 -m training.vectors

  words    [string, ids with tests/model-tiny's vocabulary, ids with the base vocabulary], as the reference tokenizer gives them for
           one pre-split word; a word of which nothing is left is [UNK] (1, and 100 in the base vocabulary)
  windows  tokens; opens: numbers of the tokens that open a block; ids and shapes of the whole window, [CLS] and [SEP] included;
           hidden: the last layer's output of the f32 encoder (tiny-f32.json), a row a wordpiece, right to 1e-4;
           layer0: the first row of the embeddings after their norm;
           hidden_int8: the same of the packed encoder, computed as docs/model.md says (sums in f32: expect 1e-2)"""
import json
import os

import torch

from . import parts, paths, pretrained
from .encoder import Encoder
from .quantise import simulate
from .windows import build, collate, token_pieces
from .wordpiece import WordPieces
from .sentence import Sentence

WORDS = ["the", "The", "Café", "naïve", "Ångström", "ÉCLAIR", "Straße", "ﬁne", "İstanbul", "ΣΊΣΥΦΟΣ", "Øresund", "œuvre", "o'clock", "don't", "n't", "n’t",
         "Mr.", "well-known", "fellow-men", "--", "—", "…", "...", "a/b", "$5", "£5", "^", "`", "~", "``", "''", "“", "”", "«", "_word_", "3.14", "1,000",
         "½", "①", "漢字", "漢a字", "カガ", "한국", "தமிழ்", "🙂", "e\u0301", "\u0301", "ab\u0007c", "\u0007", "a\u200bb", "co\u00adop", "\ufeffword",
         "of\u00a0course", "a\tb", "\ufffd", "x\ufffdy", "\ue000", "\u0378", "unbelievableness", "walked", "zqxjkv", "a" * 100, "a" * 101, "ab" * 60,
         "é" * 100, "e\u0301" * 101, "McDonald", "USA", "I", "l'été", "Dvořák", "¿qué", "½cup", "x²", "ªº", "ǅ", "٣", "ӐБ", "\u2028", "a\u3000b"]
WINDOWS = [("The old man walked into the garden .", [0]),
           ("“ Who is there ? ” said Mary , and she opened the door .", [0]),
           ("It was past ten o'clock when the boat left the harbour ; nobody spoke . Then Anna laughed . THE END", [0, 17]),
           ("Zephyrine 's café-keeper counted 12 kéys — twice .", []),
           (".", [])]


def reference(vocab):
    """word -> ids of the reference tokenizer"""
    from tokenizers import BertWordPieceTokenizer
    unk = vocab.index("[UNK]")
    t = BertWordPieceTokenizer(vocab={w: i for i, w in enumerate(vocab)})
    return lambda w: t.encode([w], is_pretokenized=True, add_special_tokens=False).ids or [unk]


def encoder(folder, file):
    """(Encoder, vocabulary) from f32 or packed parts"""
    _, _, words = parts.read(os.path.join(folder, "tiny-words.mrw"))
    _, _, t = parts.read(os.path.join(folder, file))
    c = {k: int(v) for k, v in (line.split() for line in t["config"].splitlines())}
    vocab = words["vocab"].splitlines()
    e = Encoder(len(vocab), c["layers"], c["width"], c["heads"], c["ffn"], c["positions"])
    state = {"words": torch.from_numpy(words["words"].astype("float32") * words["words.scale"][:, None])}
    for k, v in t.items():
        if k != "config" and not k.endswith((".scale", ".sum")):
            scale = t.get(k.replace(".weight", ".scale"))
            w = torch.tensor(v if scale is None or v.dtype.kind == "f" else v.astype("float32") * scale[:, None])
            state[k if not k[0].isdigit() else "layers." + k] = w
    e.load_state_dict(state)
    return e.eval(), vocab


def packed(e, folder, file):
    """the encoder with the very integers of the file in its simulated linear layers"""
    simulate(e)
    _, _, t = parts.read(os.path.join(folder, file))
    for n, layer in enumerate(e.layers):
        for k in ("qkv", "out", "up", "down"):
            m = getattr(layer, k)
            m.weight, m.scale = torch.from_numpy(t[f"{n}.{k}.weight"].astype("float32")), torch.tensor(t[f"{n}.{k}.scale"])
    return e


@torch.no_grad()
def main():
    tiny = os.path.join(paths.ROOT, "tests", "model-tiny")
    plain, vocab = encoder(tiny, "tiny-encoder-f32.mrw")
    int8 = packed(encoder(tiny, "tiny-encoder.mrw")[0], tiny, "tiny-encoder.mrw")
    pieces, tiny_ids, base_ids = WordPieces(vocab), reference(vocab), reference(pretrained.vocabulary())
    out = {"words": [[w, tiny_ids(w), base_ids(w)] for w in WORDS], "windows": []}
    for w, ids, _ in out["words"]:
        assert pieces(w) == ids, (w, pieces(w), ids)
    for text, opens in WINDOWS:
        tokens = text.split()
        rows = token_pieces([Sentence(tokens)], pieces)[0]
        rows = [(p, s + 8 * (i in opens)) for i, (p, s) in enumerate(rows)]
        w = build(rows, [], [], [], pieces)
        b = collate([w])
        outs, low = plain(b.ids, b.shapes, b.places, b.groups), int8(b.ids, b.shapes, b.places, b.groups)[-1]
        table = lambda m: [[round(x, 6) for x in row] for row in m.tolist()]
        print(f"int8 differs by at most {(low - outs[-1]).abs().max():.3f}")
        out["windows"].append({"tokens": tokens, "opens": opens, "ids": w.ids, "shapes": w.shapes, "layer0": table(outs[0][:1])[0],
                               "hidden": table(outs[-1]), "hidden_int8": table(low)})
    path = os.path.join(paths.ROOT, "tests", "encode", "vectors.json")
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"words": [\n ' + ",\n ".join(json.dumps(w) for w in out["words"]) + '\n],\n"windows": [\n ' + ",\n ".join(json.dumps(w) for w in out["windows"]) + "\n]}\n")
    print(path, os.path.getsize(path), "bytes")


if __name__ == "__main__":
    main()
