"""The tiny model of the tests: 2 layers x 32, all heads, made by hand from a word list and a seed; numpy and xxhash are enough.

    python3 -m training.tiny [DIR]         default tests/model-tiny

It is not trained, but not noise either: the embedding of each word of the list below carries its word class, the shape
embedding capitals and block starts, the positions three slow waves; the heads read these, so that "." ends a sentence, a
capitalised word is a proper noun and a person, pronouns are mentions, verbs are events and rule their clause. Everything else
is small seeded noise. A text of common English gives plausible, stable, varied columns."""
import os
import sys

import numpy as np

from . import parts, paths

SEED, LAYERS, WIDTH, HEADS, FFN, POSITIONS, WINDOW = 7, 2, 32, 4, 64, 128, 128
A = R = 16
E, FEEL = 24, 8
VERSION = "tiny-1"
REST = 0.4

# a feature of the vectors is a dimension; words of a class have it set
FEATURES = ("stop", "comma", "quote", "capital", "block", "past", "verb", "aux", "noun", "plural", "pronoun", "det", "prep", "adj", "adv",
            "conj", "number", "person", "place", "to", "good", "bad", "ed")
DIM = {f: i for i, f in enumerate(FEATURES)}
WAVES = [(26, 8.0), (28, 20.0), (30, 50.0)]      # dimension of the sine (its cosine beside it), period in positions

CLASSES = {
    "stop": ". ? ! …",
    "comma": ", ; : - – — ( ) [ ] * _ / & %",
    "quote": "\" ' “ ” ‘ ’ « » „ `",
    "past": """said was were had did went came took saw knew thought told found gave left felt kept began brought stood ran sat made got heard
        let put set met paid sent spoke wrote rose fell grew held lost led read shut slept spent struck swore taught threw understood woke wore won""",
    "past ed": """asked looked turned walked called cried answered replied opened closed seemed wanted lived loved talked waited passed
        reached remained returned smiled laughed stopped started tried used whispered shouted murmured nodded added watched followed
        pulled pushed moved knocked lifted dropped carried counted died married happened helped hoped""",
    "verb": """say go come take see know think tell find give leave feel keep begin bring stand run sit make get hear meet pay send speak write rise fall
        grow hold lose lead look turn walk call cry answer ask reply open close seem want live love talk wait pass reach remain return smile laugh stop
        start try use whisper shout nod add watch follow pull push move knock lift drop carry count die marry happen help hope saying going coming
        looking standing sitting thinking knowing being having doing making taking walking waiting""",
    "aux": "is are am be been has have do does will would shall should can could may might must 's 'm 're 've 'll 'd ’s ’m ’re ’ve ’ll ’d ca wo",
    "noun": """time day year thing way eye hand face head voice word door room house night morning evening life heart mind world water fire
        light wind sea road street town village city garden table chair window wall floor bed letter book money key box clock lamp boat ship horse dog cat bird
        tree flower hill river field church school shop kitchen hall stair stairs tower bridge island harbour station train coat hat dress ring
        knife bread tea wine story song name question answer nothing something everything war death fear anger joy grief pain sleep
        dream hour minute week month winter summer spring autumn sun moon star rain snow storm chapter part end side place home""",
    "noun plural": "eyes hands years days things words people men women children friends letters hours nights lips tears steps stairs keys doors",
    "noun person": """man woman boy girl child mother father sister brother son daughter wife husband friend doctor captain king queen lady lord
        gentleman master mistress servant sailor soldier priest teacher uncle aunt cousin nephew niece neighbour stranger keeper widow baby""",
    "noun place": "london england france paris garden house room kitchen harbour island town village city church school",
    "noun capital": "mr mrs miss dr sir john mary tom anna james jane george alice robert emma peter sarah",
    "pronoun": "i me my mine myself we us our you your he him his himself she her hers herself it its they them their who whom which what this that",
    "det": "the a an no every each any some all both another these those",
    "prep": "of in on at by for with from into out up down over under after before about between through against without upon near behind until across if because as than while",
    "adj": "old young little great long new own other same first last white black dark red green blue cold warm small large high low deep quiet empty full strange poor rich",
    "adj good": "good happy kind beautiful dear sweet glad pleasant gentle bright",
    "adj bad": "bad sad angry afraid dead cruel sick terrible lonely bitter dreadful",
    "adv": "not n't n’t then now here there very too so never always again away back still just only even once soon quite perhaps ever yet almost slowly suddenly quietly",
    "conj": "and or but nor",
    "to": "to",
    "number": "one two three four five six seven eight nine ten twelve twenty hundred thousand 1 2 3 4 5 6 7 8 9 0 10 12 20 100",
}
PIECES = "##s ##ed ##ing ##ly ##er ##est ##ness ##ment ##tion ##able ##ful ##less ##ish ##y ##en ##al ##ous ##ive ##ity ##th ##man ##men ##ton ##ley ##son"
UPOS = {"ADJ": "adj", "ADP": "prep", "ADV": "adv", "AUX": "aux", "CCONJ": "conj", "DET": "det", "INTJ": None, "NOUN": "noun", "NUM": "number", "PART": "to",
        "PRON": "pronoun", "PROPN": "capital", "PUNCT": "stop comma quote", "SCONJ": None, "SYM": None, "VERB": "past verb", "X": None}
XPOS = {"NN": "noun", "NNS": "plural", "NNP": "capital", "VBD": "past", "VB": "verb", "MD": "aux", "PRP": "pronoun", "DT": "det", "IN": "prep", "JJ": "adj",
        "RB": "adv", "CC": "conj", "CD": "number", "TO": "to", ".": "stop", ",": "comma", "''": "quote", "FW": None}
FEATS = {"_": "stop comma quote prep conj to adv", "Number=Sing": "noun capital", "Number=Plur": "plural", "Mood=Ind|Tense=Past|VerbForm=Fin": "past", "VerbForm=Inf": "verb aux",
         "PronType=Prs": "pronoun", "Definite=Def|PronType=Art": "det", "Degree=Pos": "adj", "NumForm=Word|NumType=Card": "number"}
LEMMA = {"l\t0\t": "noun verb det prep adj adv conj stop comma quote number to", "k\t0\t": "capital", "l\t2\t": "ed", "l\t1\t": "plural", "!be": "aux", "!I": None, "c\t0\t": None}
RELS = {"root": None, "punct": "stop comma quote", "det": "det", "case": "prep", "amod": "adj", "advmod": "adv", "cc": "conj", "aux": "aux", "nsubj": "pronoun capital",
        "obj": "noun", "nummod": "number", "mark": "to", "conj": None, "parataxis": "past verb", "nmod:poss": None, "dep": None}
SENSES = {"noun.person": "person", "noun.location": "place", "noun.artifact": "noun", "verb.communication": "past", "verb.motion": "verb"}
# heads of what a story reveals: label -> the features that call it up; None: never
SIGNS = {"inside.O": "stop comma quote det prep noun conj number to aux past verb", "inside.perceive": None, "inside.think": "adv", "inside.feel": "good bad", "inside.want": None, "inside.free": None,
         "act": "past", "key": None, "real": "past ed", "why.O": "stop comma quote det noun pronoun prep adj adv conj number aux", "why.told": "to", "why.hinted": None,
         "trait": "adj", "relation.O": "stop comma quote det pronoun prep adj adv conj number to aux past verb", "relation.friend": "person", "relation.sibling": None,
         "unheard-of.O": "stop", "unheard-of.kind": None, "shown": None, "spoken": "quote", "cue": "ed"}
REVIEW = {"role.O": "stop comma quote det prep conj", "role.plot": "past", "role.opinion": "good bad adj", "role.fact": "number", "thesis": None,
          "polarity.O": "stop comma quote det prep conj noun past verb", "polarity.+": "good", "polarity.-": "bad", "polarity.±": None}
MODES = {"scene": "quote past", "summary": "number prep", "description": "adj", "reflection": "adv"}
LAPSES = {"seconds": "ed", "minutes": "past", "hours": None, "days": None, "weeks": None, "months": None, "years": "number", "none": "adj"}
SIGN_HIDDEN, TONE_HIDDEN, VECTOR, DISTANCES = 40, 24, 64, 8
ENTITIES = ["O"] + [f"{t}.{f}" for t in ("PER", "FAC", "GPE", "LOC", "VEH", "ORG") for f in ("PROP", "NOM", "PRON")]


def vocabulary():
    """-> wordpieces in id order, and word -> its features"""
    features = {}
    for names, words in CLASSES.items():
        for w in words.split():
            features.setdefault(w, set()).update(names.split())
    letters = [chr(c) for c in range(33, 127) if not chr(c).isupper()] + list("æœøßðþ£€§°·•†")
    listed = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + letters + ["##" + c for c in letters if c.isalnum()] + PIECES.split()
    # the tokenizer splits at punctuation: "n't" reaches the vocabulary as n ' t
    words = sorted({w for w in features if w.isalnum() or len(w) == 1} | {"ll", "re", "ve"})
    return list(dict.fromkeys(listed + words)), features


def embeddings(rng, vocab, features):
    """[V][H] of the word classes and a little noise of each word's own"""
    w = rng.normal(0, 0.15, (len(vocab), WIDTH))
    w[:, WAVES[0][0]:] *= 0.2
    for i, word in enumerate(vocab):
        for f in features.get(word, {"noun"} if word[0].isalpha() else set()):
            w[i, DIM[f]] += 3.0 if word in features else 1.0
    w[0] = 0
    return w.astype(np.float32)


def places(rng):
    """positions [P][H] (three waves) and shapes [16][H] (capitals, block starts)"""
    p, s = rng.normal(0, 0.02, (POSITIONS, WIDTH)), rng.normal(0, 0.05, (16, WIDTH))
    t = np.arange(POSITIONS)
    for d, period in WAVES:
        p[:, d], p[:, d + 1] = np.sin(2 * np.pi * t / period), np.cos(2 * np.pi * t / period)
    for k in range(16):
        s[k, DIM["capital"]] += {2: 4.5, 3: 4.0, 4: 1.5, 5: 2.5}.get(k % 8, 0)
        s[k, DIM["number"]] += 2.0 if k % 8 == 6 else 0
        s[k, DIM["block"]] += 1.5 if k >= 8 else 0
    s[0] = 0
    return p.astype(np.float32), s.astype(np.float32)


def encoder_tensors(rng):
    """-> name -> (weight, bias) of the linear layers, name -> f32 of the rest"""
    positions, shapes = places(rng)
    linears, rest = {}, {"positions": positions, "shapes": shapes}
    norms = ["norm"] + [f"{n}.{k}" for n in range(LAYERS) for k in ("norm1", "norm2")]
    for k in norms:
        rest[k + ".weight"] = (1 + rng.normal(0, 0.02, WIDTH)).astype(np.float32)
        rest[k + ".bias"] = rng.normal(0, 0.02, WIDTH).astype(np.float32)
    for n in range(LAYERS):
        for k, o, i in (("qkv", 3 * WIDTH, WIDTH), ("out", WIDTH, WIDTH), ("up", FFN, WIDTH), ("down", WIDTH, FFN)):
            linears[f"{n}.{k}"] = rng.normal(0, 0.12, (o, i)).astype(np.float32), rng.normal(0, 0.05, o).astype(np.float32)
    return linears, rest


def reader(rng, table, gain=1.0, bias=0.0, never=-6.0):
    """a linear layer whose label rows read the features named in table (label -> words, or None: never chosen). After a layer norm
    a feature that is not there reads about -0.4: the bias makes up for it"""
    w, b = rng.normal(0, 0.05, (len(table), WIDTH)), np.full(len(table), bias)
    for r, names in enumerate(table.values()):
        for f in (names or "").split():
            w[r, DIM[f]] += gain
            b[r] += REST * gain
        if names is None:
            b[r] = never
    return w.astype(np.float32), b.astype(np.float32)


def unit_rows(rng, units, size):
    """a linear layer [size][H]; units: list of ({feature or dimension: weight}, bias) for its first rows, noise for the others"""
    w, b = rng.normal(0, 0.03, (size, WIDTH)), np.zeros(size)
    for r, (row, bias) in enumerate(units):
        for f, x in row.items():
            w[r, DIM[f] if isinstance(f, str) else f] += x
            b[r] += REST * x if isinstance(f, str) else 0
        b[r] += bias
    return w.astype(np.float32), b.astype(np.float32)


def wave_units():
    """units that carry the waves through a ReLU, as pairs of a positive and a negative part"""
    return [({d + k: sign}, 0.0) for d, _ in WAVES for k in (0, 1) for sign in (1.0, -1.0)]


def wave_product(size, first, gain):
    """[size][size] whose product of two wave_units vectors is gain · Σ cos(distance)"""
    m = np.zeros((size, size), np.float32)
    for k in range(6):
        p, n = first + 2 * k, first + 2 * k + 1
        m[p, p] = m[n, n] = gain
        m[p, n] = m[n, p] = -gain
    return m


def parse_tensors(rng):
    """near heads, verbs above all; the first verbs are roots"""
    constant = [({}, 1.0)]
    out = {"arc.dep": unit_rows(rng, constant + wave_units(), A),
           "arc.head": unit_rows(rng, [({"past": 1.0, "verb": 0.6, "noun": 0.3, "capital": 0.2}, 0.0)] + wave_units(), A)}
    u = wave_product(A, 1, 0.8)
    u[0, 0] = 1.0
    root = np.zeros((1, A), np.float32)
    out["arc.u"] = u, np.zeros(A, np.float32)
    out["arc.dep"][0][13] = 0
    out["arc.dep"][0][13, [DIM["past"], DIM["verb"]]] = 1.0, 0.5
    root[0, 13] = 1.5
    u[13] = 0
    out["arc.root"] = root, np.zeros(1, np.float32)
    table = list(RELS.values())
    used = sorted({f for names in table for f in (names or "").split()})[:R]
    out["rel.dep"] = unit_rows(rng, [({f: 1.0}, 0.0) for f in used], R)
    out["rel.head"] = unit_rows(rng, [({"past": 1.0}, 0.0), ({"noun": 1.0}, 0.0)], R)
    out["rel.u"] = rng.normal(0, 0.05, (len(RELS) * R, R)).astype(np.float32), np.zeros(len(RELS) * R, np.float32)
    lin, bias = rng.normal(0, 0.05, (len(RELS), 2 * R)), np.zeros(len(RELS))
    for r, names in enumerate(table):
        for f in (names or "").split():
            if f in used:
                lin[r, used.index(f)] += 1.0
        bias[r] = -6.0 if names is None else 0.0
    out["rel.lin"] = lin.astype(np.float32), bias.astype(np.float32)
    return out


def entity_tensors(rng):
    """capitals are persons, pronouns and nouns of persons too, nouns of places are facilities; long spans are no entity"""
    kinds = [{"capital": 1.0, "det": -2.0, "pronoun": -3.0, "prep": -2.0, "aux": -2.0, "past": -1.0, "conj": -2.0, "adv": -2.0, "verb": -1.0},
             {"pronoun": 1.0}, {"person": 1.0, "capital": -0.6}, {"place": 1.0, "capital": -0.6}, {"place": 0.8, "capital": 0.8, "det": -2.0}]
    labels = ["PER.PROP", "PER.PRON", "PER.NOM", "FAC.NOM", "GPE.PROP"]
    units = [(k, (1.5, -0.5, -0.5, -0.5, -4.0)[i]) for i, k in enumerate(kinds)] + wave_units()
    start, end = unit_rows(rng, units, E), unit_rows(rng, units, E)
    n = len(ENTITIES)
    u = np.zeros((n * E, E), np.float32)
    ls, le = np.zeros((n, E)), np.zeros((n, E))
    bias = np.full(n, -20.0)
    bias[0] = 4.0
    for i, name in enumerate(labels):
        k = ENTITIES.index(name)
        u[k * E:(k + 1) * E] = wave_product(E, len(kinds), 1.0)
        u[k * E + i, i] = 0.15
        ls[k, i] = le[k, i] = 1.3
        bias[k] = -10.0
    return {"ent.start": start, "ent.end": end, "ent.u": (u, np.zeros(n * E, np.float32)),
            "ent.lin.s": (ls.astype(np.float32), np.zeros(n, np.float32)), "ent.lin.e": (le.astype(np.float32), bias.astype(np.float32))}


def head_tensors(rng):
    """-> name -> (weight, bias)"""
    sense = {"O": "stop comma quote det prep pronoun conj aux adv adj number to capital", **{f"{p}-{k}": (v if p == "B" else None) for p in "BI" for k, v in SENSES.items()}}
    out = {"upos": reader(rng, UPOS), "xpos": reader(rng, XPOS), "feats": reader(rng, FEATS), "lemma": reader(rng, LEMMA), "sense": reader(rng, sense)}
    for k, row in (("xpos", list(XPOS).index("NNS")), ("lemma", list(LEMMA).index("l\t1\t"))):
        out[k][0][row, DIM["noun"]] += 0.7
        out[k][0][row, DIM["plural"]] += 0.6
        out[k][1][row] -= 0.7
    out["lemma"][0][list(LEMMA).index("l\t2\t"), DIM["past"]] += 0.5
    out["lemma"][0][list(LEMMA).index("l\t0\t"), DIM["past"]] += 0.7
    for k in ("upos", "xpos", "lemma"):
        table = {"upos": UPOS, "xpos": XPOS, "lemma": LEMMA}[k]
        row = list(table.values()).index("capital")
        for f, x in (("det", -2), ("pronoun", -2), ("prep", -2), ("aux", -2), ("conj", -2), ("adv", -2), ("block", -0.3)):
            out[k][0][row, DIM[f]] += x
            out[k][1][row] += REST * x
        out[k][1][row] += 1.8
    out["send"] = unit_rows(rng, [({"stop": 1.0}, -2.0)], 1)
    out["event"] = unit_rows(rng, [({"past": 1.0, "aux": -1.0}, -2.5)], 1)
    out.update(parse_tensors(rng))
    out.update(entity_tensors(rng))
    out["feel.hidden"] = unit_rows(rng, [({"good": 1.0}, 0.0), ({"bad": 1.0}, 0.0), ({"stop": 1.0}, 0.0)], FEEL)
    feel = rng.normal(0, 0.05, (3, FEEL))
    feel[:, :2] = [[0.8, -0.8], [0.3, 0.5], [0.2, -0.3]]
    out["feel.out"] = feel.astype(np.float32), np.zeros(3, np.float32)
    labels = {"upos": UPOS, "xpos": XPOS, "feats": FEATS, "lemma": LEMMA, "rel": RELS, "sense": sense, "ent": dict.fromkeys(ENTITIES)}
    return out, {k: list(v) for k, v in labels.items()}


def relu_reader(rng, table, hidden, gain=4.5, never=-8.0):
    """two layers: a unit for each feature that table names, and labels that read the units; -> (hidden layer, label layer)"""
    used = sorted({f for names in table.values() for f in (names or "").split()})
    first = unit_rows(rng, [({f: 1.0}, -0.3) for f in used], hidden)
    w, b = rng.normal(0, 0.05, (len(table), hidden)), np.full(len(table), -4.0)
    for r, names in enumerate(table.values()):
        for f in (names or "").split():
            w[r, used.index(f)] += gain
        if names is None:
            b[r] = never
    return first, (w.astype(np.float32), b.astype(np.float32))


def vector_rows(rng):
    """a linear layer [VECTOR][H] of seeded noise"""
    return rng.normal(0, 0.25, (VECTOR, WIDTH)).astype(np.float32), rng.normal(0, 0.05, VECTOR).astype(np.float32)


def reveal_tensors():
    """signs, tones, meanings, mentions, with a generator of their own, so that the other heads stay as they are.
    -> name -> (weight, bias); name -> labels; name -> a tensor as it is"""
    rng = np.random.Generator(np.random.PCG64(SEED + 1))
    out = {}
    out["signs.hidden"], out["signs.out"] = relu_reader(rng, SIGNS, SIGN_HIDDEN)
    out["review.hidden"], out["review.out"] = relu_reader(rng, REVIEW, SIGN_HIDDEN)
    out["tone.hidden"], (w, b) = relu_reader(rng, {**MODES, **LAPSES, "valence": None, "tension": None}, TONE_HIDDEN, never=-4.0)
    used = sorted({f for names in (*MODES.values(), *LAPSES.values()) for f in (names or "").split()})
    for row, f, x in ((12, "adj", 0.6), (12, "past", -0.6), (13, "past", 0.8), (13, "quote", 0.5)):
        w[row, used.index(f)] += x
    b[12:] = 0
    out["tone.out"] = w, b
    out["meaning"], out["coref.word"] = vector_rows(rng), vector_rows(rng)
    link = rng.normal(0, 0.1, VECTOR * VECTOR + 2 * VECTOR + 2 + DISTANCES)
    link[:VECTOR * VECTOR] += np.eye(VECTOR).ravel()       # a mention likes one that looks like it
    point = rng.normal(0, 0.1, 2 * (VECTOR * VECTOR + 2 * VECTOR + 1 + 2 * DISTANCES))
    out["coref.act"] = vector_rows(rng)
    return out, {"signs": list(SIGNS), "review": list(REVIEW)}, {"coref.link": link.astype(np.float32)[None], "coref.point": point.astype(np.float32)[None]}


def make():
    """-> tensors of the parts: words, encoder (packed), encoder (f32), heads"""
    rng = np.random.Generator(np.random.PCG64(SEED))
    vocab, features = vocabulary()
    w = embeddings(rng, vocab, features)
    scale = np.maximum(np.abs(w).max(1) / 127, 1e-12).astype(np.float32)
    words = {"vocab": "".join(x + "\n" for x in vocab), "words": np.rint(w / scale[:, None]).astype(np.int8), "words.scale": scale}
    linears, rest = encoder_tensors(rng)
    config = "".join(f"{k} {v}\n" for k, v in (("layers", LAYERS), ("width", WIDTH), ("heads", HEADS), ("ffn", FFN), ("positions", POSITIONS), ("window", WINDOW)))
    encoders = []
    for int8 in (True, False):
        encoders.append({"config": config, **rest})
        for k, (m, b) in linears.items():
            encoders[-1].update(parts.linear(k, m, b, int8))
    tensors, labels = head_tensors(rng)
    mix = np.array([[0.8, 0.1, 0.1], [0.9, 0.05, 0.05], [0.7, 0.2, 0.1], [0.8, 0.1, 0.1],
                    [0.8, 0.1, 0.1], [0.9, 0.05, 0.05], [0.7, 0.2, 0.1], [0.8, 0.1, 0.1]], np.float32)
    heads = {"mix": mix, "config": "ent.width 40\nsend.threshold 0.0000\nevent.threshold 0.0000\n"}
    more, more_labels, rest = reveal_tensors()
    tensors.update(more)
    labels.update(more_labels)
    heads.update(rest)
    for k, (m, b) in tensors.items():
        heads.update(parts.linear(k, m, b, m.shape[0] > 3))
    heads.update({k + ".labels": "".join(x + "\n" for x in v) for k, v in labels.items()})
    return words, *encoders, heads


def write(folder):
    os.makedirs(folder, exist_ok=True)
    words, encoder, plain, heads = make()
    at = lambda f: os.path.join(folder, f)
    files = {"words": ("tiny-words.mrw", parts.write(at("tiny-words.mrw"), parts.WORDS, VERSION, words)),
             "encoder": ("tiny-encoder.mrw", parts.write(at("tiny-encoder.mrw"), parts.ENCODER, VERSION, encoder)),
             "heads": ("tiny-heads.mrw", parts.write(at("tiny-heads.mrw"), parts.HEADS, VERSION, heads))}
    parts.manifest(at("tiny.json"), "tiny", VERSION, files)
    files["encoder"] = "tiny-encoder-f32.mrw", parts.write(at("tiny-encoder-f32.mrw"), parts.ENCODER, VERSION, plain)
    parts.manifest(at("tiny-f32.json"), "tiny-f32", VERSION, files)


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else os.path.join(paths.ROOT, "tests", "model-tiny"))
