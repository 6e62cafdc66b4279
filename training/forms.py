"""Lemmas by form and word class, as the training treebanks and SemCor have them: the model's `lemma.forms` (docs/model.md), asked before the
scripts. Names, numbers and marks are left out, and forms whose lemma is not nearly always the same."""
from collections import Counter, defaultdict

from . import corpora, paths

LEFT_OUT = {"PROPN", "NUM", "PUNCT", "SYM", "X"}
SURE = 0.95


def counted(open_only=False):
    """-> (form, UPOS) -> lemmas counted; SemCor only where the treebanks lack the form"""
    seen = defaultdict(Counter)
    for k in ("ewt", "gum"):
        for d in corpora.read_conllu(paths.data("ud", f"{k}-train.conllu")) if corpora.allowed(k, open_only) else ():
            for _, rows in d:
                for r in rows:
                    seen[r[1].lower(), r[3]][r[2]] += 1
    more = defaultdict(Counter)
    for name in ("train", "train-verbs-only") if corpora.allowed("semcor", open_only) else ():
        for d in corpora.read_semcor(name):
            for word, tag, lemma, _ in (r for s in d for r in s):
                lemma = corpora.semcor_lemma(word, tag, lemma)
                if lemma:
                    more[word.lower(), "VERB" if tag[0] == "V" else "NOUN"][lemma] += 1
    return {**more, **seen}


def table(open_only=False):
    """-> (form, UPOS) -> lemma"""
    out = {}
    for (form, upos), lemmas in counted(open_only).items():
        lemma, n = lemmas.most_common(1)[0]
        if upos not in LEFT_OUT and n >= SURE * sum(lemmas.values()) and not any(c in form + lemma for c in "\t\n "):
            out[form, upos] = lemma
    return out


def text(open_only=False):
    lines = [f"{form}\t{upos}\t{lemma}\n" for (form, upos), lemma in table(open_only).items()]
    return "".join(sorted(lines, key=lambda l: l.encode()))
