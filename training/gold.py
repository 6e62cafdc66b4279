"""What a batch teaches, as tensors: for each head the places of the words (sentences, spans, mentions) that are known and what stands there. Made from
the Sentences by whoever prepares batches, so that the losses (training/model.py) are products and sums alone, wherever the model is.

A gold is a tree of dicts, lists and tuples with tensors as leaves; a head that the batch does not teach has no entry. Words are counted through the batch."""
import random

import torch

from . import signs
from .sentence import IGNORE

TAGS = ("upos", "xpos", "feats", "lemma", "sense", "event")
NONE = -100         # what cross-entropy leaves out
AFTER = 1 << 20     # the place of what fills a row of mentions up: behind all others


def own_words(some):
    """(first word, sentence) of a batch -> places of their words [n], (first among these, sentence)"""
    words, local = [], []
    for b, s in some:
        local.append((len(words), s))
        words += range(b, b + len(s.tokens))
    return torch.tensor(words), local


def by_length(some, budget=40000):
    """groups of (first word, sentence) of like length: at most budget pairs of tokens in a group"""
    group, longest = [], 0
    for b, s in sorted(some, key=lambda p: len(p[1].tokens)):
        longest = len(s.tokens)
        if group and (longest * longest * (len(group) + 1) > budget or longest > 1.3 * len(group[0][1].tokens) + 2):
            yield group
            group = []
        group.append((b, s))
    if group:
        yield group


def padded(group):
    """(first word, sentence) -> places [S, L] (0 where there is none), mask [S, L]"""
    n = max(len(s.tokens) for _, s in group)
    lengths = torch.tensor([len(s.tokens) for _, s in group])
    i = torch.arange(n)[None]
    mask = i < lengths[:, None]
    return torch.where(mask, torch.tensor([b for b, _ in group])[:, None] + i, 0), mask


def rows(lists, fill):
    """lists of numbers -> [lists, longest], filled up"""
    n = max(map(len, lists))
    return torch.tensor([x + [fill] * (n - len(x)) for x in lists])


def _labels(some, get):
    """places and labels of the words whose label is known"""
    at, y = [], []
    for b, s in some:
        for i, x in enumerate(get(s)):
            if x != IGNORE:
                at.append(b + i)
                y.append(x)
    return (torch.tensor(at), torch.tensor(y)) if at else None


def _parse(some, budget):
    words, local = own_words(some)
    groups = []
    for group in by_length(local, budget):
        at, mask = padded(group)
        groups.append((at, mask, rows([list(s.heads) for _, s in group], NONE)))
    known = [(b + i, b + h - 1 if h else -1, r) for b, s in local for i, (h, r) in enumerate(zip(s.heads, s.rels)) if r != IGNORE]
    return {"words": words, "groups": groups, "rel": tuple(torch.tensor(known).T.contiguous())}


def spans_allowed(mask, width):
    """mask [S, L] -> [S, L first, L last]: is there such a span, of at most so many words"""
    i = torch.arange(mask.shape[1], device=mask.device)
    return (mask[:, :, None] & mask[:, None]) & ((i[None] >= i[:, None]) & (i[None] < i[:, None] + width))


def _entities(some, width, budget):
    words, local = own_words(some)
    groups = []
    for group in by_length(local, budget):
        at, mask = padded(group)
        gold = torch.where(spans_allowed(mask, width), 0, NONE)
        for k, (_, s) in enumerate(group):
            for a, z, l in s.spans:
                if gold[k, a, z] != NONE:
                    gold[k, a, z] = l
            for a, z in s.unknown_spans:
                gold[k, a, z] = NONE
        groups.append((at, gold))
    return {"words": words, "groups": groups}


def _tones(some):
    n = torch.tensor([float(len(s.tokens)) for _, s in some])
    modes, lapses, valence, tension = zip(*(s.tone for _, s in some))
    return (*padded(some), torch.tensor(modes), torch.tensor(lapses), torch.tensor(valence).float(), torch.tensor(tension).float(), n)


def _signs(some, groups):
    words, local = own_words(some)
    found = {g: _labels([(b, s) for b, s in local if g in s.signs], lambda s, g=g: s.signs[g]) for g in groups}
    return {"words": words, "groups": {g: x for g, x in found.items() if x}}


def by_window(all_s, homes, get):
    """what get(s) gives for the sentences, by window: window -> (first word, item)"""
    out = {}
    for (b, s), w in zip(all_s, homes):
        for x in get(s) or ():
            out.setdefault(w, []).append((b, x))
    return out


def _links(all_s, homes):
    found = [[(b + i, e, old) for b, (i, e, old) in ms] for ms in by_window(all_s, homes, lambda s: s.mentions).values() if len(ms) > 1]
    if not found:
        return None
    index = rows([[m[0] for m in ms] for ms in found], 0)
    at, ent = rows([[m[0] for m in ms] for ms in found], AFTER), rows([[m[1] for m in ms] for ms in found], -1)
    partly = rows([[m[2] is None for m in ms] for ms in found], True)
    fresh = rows([[m[2] is False for m in ms] for ms in found], False)
    right = (ent[:, :, None] == ent[:, None]) & (at[:, :, None] > at[:, None]) & (ent >= 0)[:, :, None]
    alone = ~right.any(2)
    known = (ent >= 0) & (~alone | fresh)       # an antecedent outside the window, or not annotated, teaches nothing
    return {"index": index, "at": at, "right": torch.cat([alone[:, :, None], right], 2), "partly": partly, "known": known}


def _doers(all_s, homes):
    words, people = by_window(all_s, homes, lambda s: s.points), by_window(all_s, homes, lambda s: s.points is not None and [(i, e, i in s.selves) for i, e, _ in s.mentions])
    both = [w for w in words if w in people]
    if not both:
        return None
    ps = [[(b + i, e, self) for b, (i, e, self) in people[w]] for w in both]
    ws = [[(b + i, who, whom, said) for b, (i, who, whom, said) in words[w]] for w in both]
    m, q = max(map(len, ps)), max(map(len, ws))
    right, hidden = torch.zeros(2, len(both), q, m + 1, dtype=torch.bool), torch.ones(len(both), q, m, dtype=torch.bool)
    for k, (some, all_) in enumerate(zip(ws, ps)):
        selves = torch.tensor([x[2] for x in all_])
        for j, (_, who, whom, said) in enumerate(some):
            hidden[k, j, :len(all_)] = selves & said
            for role, wanted in ((0, who), (1, whom)):
                right[role, k, j, 0] = not wanted
                if wanted:
                    right[role, k, j, 1:len(all_) + 1] = torch.tensor([x[1] in wanted for x in all_]) & ~hidden[k, j, :len(all_)]
    verb = rows([[not x[3] or random.random() < 0.3 for x in some] for some in ws], False)      # parts of speech are not known here: of words said aloud some
    return {"index": rows([[x[0] for x in some] for some in ws], 0), "at": rows([[x[0] for x in some] for some in ws], 0), "verb": verb,
            "people": rows([[x[0] for x in some] for some in ps], 0), "hidden": hidden, "right": right}


def of_later(all_s, homes):
    """for the heads that other rooms than syntax and names read; all_s: (first word, sentence) of a batch, homes: its window"""
    out = {}
    for head, groups in (("signs", signs.SIGNS), ("review", signs.REVIEW)):
        some = [(b, s) for b, s in all_s if any(g in groups for g in s.signs)]
        if some:
            out[head] = _signs(some, groups)
    some = [(b, s) for b, s in all_s if s.tone]
    if some:
        out["tone"] = _tones(some)
    some = [(b, s) for b, s in all_s if s.meaning is not None]
    if some:
        out["meaning"] = (*padded(some), torch.stack([torch.from_numpy(s.meaning).float() for _, s in some]))
    out.update(coref=_links(all_s, homes), point=_doers(all_s, homes))
    return {k: x for k, x in out.items() if x is not None}


def of(batch, width, budget=40000):
    """batch: of training/windows.py; width: words of the longest span that may be an entity; budget: pairs of words of a group of sentences"""
    all_s = list(zip(batch.starts, batch.sentences))
    tags = {k: _labels([(b, s) for b, s in all_s if k in s.tags], lambda s, k=k: s.tags[k]) for k in TAGS}
    out = {"tags": {k: x for k, x in tags.items() if x}}
    some = [(b, s) for b, s in all_s if s.ends]
    if some:
        out["send"] = own_words(some)[0], torch.tensor([float(i == len(s.tokens) - 1) for _, s in some for i in range(len(s.tokens))])
    some = [(b, s) for b, s in all_s if s.heads]
    if some:
        out["parse"] = _parse(some, budget)
    some = [(b, s) for b, s in all_s if s.spans is not None]
    if some:
        out["ent"] = _entities(some, width, budget)
    some = [(b, s) for b, s in all_s if s.feel]
    if some:
        out["feel"] = (*padded(some), torch.tensor([s.feel for _, s in some]) - 3)
    return {**out, **of_later(all_s, batch.homes)}


BEINGS = set("i me my mine myself you your yours yourself he him his himself she her hers herself they them their theirs themselves we us our ours ourselves".split())
MOST, PROBES = 40, 24


def beings(tokens):
    """places of words that may mean somebody, roughly: pronouns and words with a capital"""
    return [i for i, t in enumerate(tokens) if t.lower() in BEINGS or t[:1].isupper() and len(t) > 1]


def of_lessons(batch, share, budget=40000):
    """where a finished model is asked what it says: all words and sentences; entities in one sentence of so many (share), for all pairs of words take long;
    who is meant and who does it among words that may mean somebody, for some words of each window"""
    all_s = list(zip(batch.starts, batch.sentences))
    words, local = own_words(all_s[random.randrange(share)::share] or all_s)
    out = {"all": [padded(g) for g in by_length(all_s, budget)], "ent": {"words": words, "groups": [padded(g) for g in by_length(local, budget)]}}
    who, asked = {}, {}
    for (b, s), w in zip(all_s, batch.homes):
        who.setdefault(w, []).extend(b + i for i in (s.beings if s.beings is not None else beings(s.tokens)))
        asked.setdefault(w, []).extend(range(b, b + len(s.tokens)))
    both = [w for w in who if len(who[w]) > 1]
    if both:
        some = [who[w][:MOST] for w in both]
        probes = [sorted(random.sample(asked[w], min(PROBES, len(asked[w])))) for w in both]
        out["who"] = {"index": rows(some, 0), "at": rows(some, AFTER), "mask": rows([[True] * len(x) for x in some], False),
                      "probes": rows(probes, 0), "asked": rows([[True] * len(x) for x in probes], False), "verb": rows([[random.random() < 0.5 for _ in x] for x in probes], False)}
    return out
