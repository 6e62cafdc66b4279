"""Turns as the program sees them: runs marrow_speakers over novels, reads what it wrote (training/speakers/dump.c has the format) and
labels it with the annotation."""
import bisect
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from . import pdnc

CANDIDATES = 13                 # MW_CANDIDATES and nobody
NOBODY, NO_CANDIDATE = -1, -9   # in Turns.who
GROUNDS = ["NAME", "NOMINAL", "PRONOUN", "SELF", "NONE"]        # mw_ground
FOUND, GIVEN = "found", "given"     # cast and quotations: by the program, or from the annotation
HIDDEN = ((GIVEN, 0), (GIVEN, 1), (FOUND, 2), (FOUND, 3))   # copies of the training novels: each cue is hidden once, in one of the settings


@dataclass
class Turns:
    """N turns in the order of the text; a novel begins a chain"""
    names: list             # of the features
    betweens: list          # names of what two turns may be to each other (MW_BETWEEN)
    fresh: np.ndarray       # [N] begins a chain
    gap: np.ndarray         # [N] 0 … 3
    cued: np.ndarray        # [N] 0 … 2
    between: np.ndarray     # [N][B] bool: what the turn is to the one before
    tells: np.ndarray       # [N] is long
    ground: np.ndarray      # [N] index into GROUNDS
    like: np.ndarray        # [N] the turn that many before has a cue with the same noun; 0: none
    who: np.ndarray         # [N][CANDIDATES] characters, NOBODY, NO_CANDIDATE
    features: np.ndarray    # [N][CANDIDATES][F] float32
    label: np.ndarray       # [N][CANDIDATES] right answers; all false: not known
    counted: np.ndarray     # [N] figures are counted over these
    hit: np.ndarray         # [N] the speaker is among the candidates
    novel: np.ndarray       # [N] number of the novel
    words: np.ndarray       # [N] its first words as numbers, an array each
    hidden: np.ndarray      # [N] is of a copy in which cues are hidden: only those turns have labels

    def __len__(self):
        return len(self.fresh)


NAMES = ["names", "betweens"]
COLUMNS = [k for k in Turns.__dataclass_fields__ if k not in NAMES]


def named(turns):
    return {k: getattr(turns, k) for k in NAMES}


def joined(parts):
    """several novels as one"""
    return Turns(**named(parts[0]), **{k: np.concatenate([getattr(p, k) for p in parts]) for k in COLUMNS})


def some(turns, which):
    """those of whole novels; which: [N] bool"""
    return Turns(**named(turns), **{k: getattr(turns, k)[which] for k in COLUMNS})


# ---- making them --------------------------------------------------------------------------------------------------------------

def tags_folder(work, manifest):
    """a folder a model: the checksums of its parts name it"""
    with open(manifest, encoding="utf-8") as f:
        parts = json.load(f)["parts"]
    return os.path.join(work, "tags-" + "-".join(p["checksum"][:6] for _, p in sorted(parts.items())))


def dump_novel(program, manifest, folder, work, split):
    novel = os.path.basename(folder)
    tags = os.path.join(tags_folder(work, manifest), novel)
    out = os.path.join(work, split, novel)
    lists = [out + ".characters.csv", out + ".quotes.csv"]
    for path in (tags, out):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    pdnc.write_given(folder, *lists)
    cache = tags if os.path.exists(tags) else tags + ".part"
    for setting, more in ((FOUND, []), (GIVEN, lists)):
        read = [manifest, os.path.join(folder, "novel_text.txt"), cache]
        subprocess.run([program, *read, f"{out}.{setting}", *more], check=True)
        for share in (k for s, k in HIDDEN if s == setting and split == "train"):
            subprocess.run([program, "--hide", str(share), *read, f"{out}.{setting}.{share}", *more], check=True)
    if cache != tags:
        os.replace(cache, tags)


def dump_all(program, manifest, novels, work, split, jobs):
    """novels: folders; jobs of them at a time, a thread each"""
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(lambda folder: dump_novel(program, manifest, folder, work, split), novels))


def lines_of(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n") for line in f]


# ---- reading them -------------------------------------------------------------------------------------------------------------

def speaker_of(spans, quoted, starts):
    """the speaker of the annotated quotation that the first of these spans shares words with, or None"""
    for start, end in spans:
        i = max(0, bisect.bisect(starts, start) - 2)
        for s, e, speaker in quoted[i:i + 6]:
            if min(end, e) > max(start, s):
                return speaker
    return None


def label_turn(t, i, right):
    """right: the characters who are the speaker, at least one unless nobody can be missing"""
    t.label[i] = np.isin(t.who[i], right)
    t.hit[i] = t.label[i].any()
    t.counted[i] = True
    if not t.hit[i] and GROUNDS[t.ground[i]] in ("NAME", "NOMINAL"):
        t.label[i] = t.who[i] == NOBODY                     # the cue names a stranger


def label_turns(t, spans, cast, folder, setting):
    persons = pdnc.people(folder)
    quoted = sorted((s, e, q.speaker) for q in pdnc.quotations(folder, persons) for s, e in q.spans)
    starts = [q[0] for q in quoted]
    ours = {p.name: [i for i, names in enumerate(cast) if pdnc.is_person(names, p)] for p in persons}
    for i, some in enumerate(spans):
        speaker = speaker_of(some, quoted, starts)
        if speaker is None:
            continue
        right = ours.get(speaker, [])
        if setting == GIVEN or right:       # nothing can be learnt about somebody whom the cast lacks
            label_turn(t, i, right)


KEPT = -9                       # in the column of the hidden cues: none was hidden


def only_hidden(t, hidden):
    """the copy teaches what its hidden cues told, but nothing of strangers"""
    t.label[~hidden | (t.label & (t.who == NOBODY)).any(1)] = False
    t.hit &= t.label.any(1)
    t.counted &= t.hit


class Read:
    """what marrow_speakers wrote of a text: turns without labels, spans of each, the cast's names, mentions (start, end, character), spans of quotations"""

    def __init__(self, base, copy=False):
        self.cast = [line.split("\t") for line in lines_of(base + ".cast")]
        self.mentions = [tuple(map(int, line.split("\t"))) for line in lines_of(base + ".mentions")]
        self.pieces = [tuple(map(int, line.split("\t")[:2])) for line in lines_of(base + ".pieces")]
        (names, betweens), lines = (lambda rows: (rows[:2], rows[2:]))([line.split("\t") for line in lines_of(base + ".turns")])
        self.hidden = np.array([int(line[12]) for line in lines]) != KEPT
        self.spans = [[tuple(map(int, s.split("-"))) for s in line[8].split(",") if s] for line in lines]
        n, who = len(lines), [[int(c) for c in line[7].split(",")] for line in lines]
        filled = np.arange(CANDIDATES) < np.array([len(w) for w in who], int).reshape(n, 1)
        features = np.zeros((n, CANDIDATES, len(names)), np.float32)
        features[filled] = np.fromfile(base + ".features", "<f4").reshape(-1, len(names))
        number = np.array([[int(x) for x in line[:7]] for line in lines], int).reshape(n, 7)
        between = number[:, 3:4] >> np.arange(len(betweens)) & 1 > 0
        self.turns = t = Turns(names, betweens, number[:, 0] > 0, number[:, 1], number[:, 2], between, number[:, 4] > 0, number[:, 5], number[:, 6],
                               np.full((n, CANDIDATES), NO_CANDIDATE), features, np.zeros((n, CANDIDATES), bool), np.zeros(n, bool),
                               np.zeros(n, bool), np.zeros(n, int), np.empty(n, object), np.full(n, copy))
        t.words[:] = [np.array([int(x) for x in line[13].split(",") if x], int) for line in lines]
        if n:
            t.who[filled] = np.concatenate(who)
        t.fresh[:1] = True


def read(folder, work, split, setting, hidden=None):
    """the turns of a novel, labelled; hidden: the copy in which that share of the cues is hidden"""
    base = os.path.join(work, split, f"{os.path.basename(folder)}.{setting}" + ("" if hidden is None else f".{hidden}"))
    r = Read(base, hidden is not None)
    label_turns(r.turns, r.spans, r.cast, folder, setting)
    if hidden is not None:
        only_hidden(r.turns, r.hidden)
    return r.turns
