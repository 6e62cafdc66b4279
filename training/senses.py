"""What senses a word can have: the model's `sense.words` (docs/model.md), asked beside the head's own scores.

A word's allowed supersenses are those of its synsets in WordNet (the lexicographer files; not their order nor counts, which come from all of
SemCor) and those that SemCor's training part gives it; how they weigh against each other is counted in that part alone. Phrases ("look up") are
listed with their supersenses. A prior of this kind beside a learnt tagger: M. Ciaramita and Y. Altun, "Broad-Coverage Sense Disambiguation and
Information Extraction with a Supersense Sequence Tagger", 2006. WordNet's files: Debian's wordnet-base, or WORDNET=FOLDER."""
import math
import os
from collections import Counter, defaultdict

from . import corpora

FOLDER = os.environ.get("WORDNET", "/usr/share/wordnet")
FILES = ("adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body noun.cognition noun.communication noun.event "
         "noun.feeling noun.food noun.group noun.location noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process "
         "noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body verb.change verb.cognition verb.communication "
         "verb.competition verb.consumption verb.contact verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative "
         "verb.weather adj.ppl").split()
SPREAD, MISS = 1.0, 0.01        # weight of the allowed ones taken as equal; probability, against theirs, of those that are not allowed
PHRASE = 6.0                    # bonus of each word of a listed phrase, in logits; chosen on dev among 0 … 9
FIRST, ZERO, STEPS = 48, -12.0, 4.0     # letters: supersense number FIRST + k; weight w as FIRST + STEPS (w - ZERO)


def wordnet():
    """-> (lemma, "n" or "v") -> supersenses; names (with capitals) are left out"""
    out = defaultdict(set)
    if not os.path.exists(os.path.join(FOLDER, "data.noun")):
        raise SystemExit(f"{FOLDER} does not hold WordNet's files: apt install wordnet-base, or WORDNET=FOLDER")
    for kind in ("noun", "verb"):
        for line in open(os.path.join(FOLDER, "data." + kind), encoding="latin-1"):
            if not line.startswith(" "):
                p = line.split()
                for word in p[4:4 + 2 * int(p[3], 16):2]:
                    if word == word.lower() and not any(c in word for c in "\t "):
                        out[word, kind[0]].add(FILES[int(p[1])])
    return out


def counted():
    """-> (lemma, "n" or "v") -> supersenses counted in SemCor's training part, of single words"""
    out = defaultdict(Counter)
    for name in ("train", "train-verbs-only"):
        for d in corpora.read_semcor(name):
            for s in d:
                for (_, _, lemma, label), after in zip(s, [*s[1:], ("", "", "", "O")]):
                    if label.startswith("B-") and not after[3].startswith("I-") and lemma != "_":
                        out[lemma.lower(), label[2]][label[2:]] += 1
    return out


def letter(weight):
    return chr(FIRST + round(STEPS * (min(4.0, max(ZERO, weight)) - ZERO)))


def text(labels):
    """labels: of the head. Lines LEMMA TAB n|v TAB letters: of a word the weight of senses not listed, then sense and weight in turn; of a phrase
    (with _) the senses alone"""
    number = {x[2:]: k for k, x in enumerate(x for x in labels if x.startswith("B-"))}
    listed, seen, lines = wordnet(), counted(), []
    for lemma, kind in {**listed, **seen}:
        count = seen.get((lemma, kind), Counter())
        senses = sorted(x for x in listed.get((lemma, kind), set()) | set(count) if x in number and x[0] == kind)
        if not senses or not lemma.isprintable():
            continue
        if "_" in lemma:
            letters = "".join(chr(FIRST + number[x]) for x in senses)
        else:
            total, n = sum(count.values()), len(senses)
            weight = lambda c, share: math.log((c + SPREAD * share) / (total + SPREAD) * n)
            letters = letter(weight(0, MISS)) + "".join(chr(FIRST + number[x]) + letter(weight(count[x], 1 / n)) for x in senses)
        lines.append(f"{lemma}\t{kind}\t{letters}\n")
    return "".join(sorted(lines, key=lambda l: l.encode()))
