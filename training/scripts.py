"""Lemma scripts: a lemma as an edit of its form, so that lemmatising is classification (Straka, "UDPipe 2.0 Prototype", 2018).

A script is CASE TAB CUT TAB ADD: the form lower-cased (l), kept (k) or with its first letter upper and the rest lower (c), CUT
code points off its end, ADD put there; or "!" and the whole lemma."""


def _cased(form, case):
    if case == "l":
        return form.lower()
    return form if case == "k" else form[:1].upper() + form[1:].lower()


def _common(a, b):
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return n


def script(form, lemma):
    """the script that makes lemma of form"""
    cases = "l" if lemma == lemma.lower() else "kc"
    best = max(cases, key=lambda c: _common(_cased(form, c), lemma))
    n = _common(_cased(form, best), lemma)
    if n == 0 or "\t" in lemma:
        return "!" + lemma
    return f"{best}\t{len(form) - n}\t{lemma[n:]}"


def apply(form, s):
    """the lemma that script s makes of form"""
    if s.startswith("!"):
        return s[1:]
    case, cut, add = s.split("\t")
    cased = _cased(form, case)
    return (cased[:max(0, len(cased) - int(cut))] if int(cut) else cased) + add
