"""Short texts to learn from, where few people are known and many go without a name: novels of PDNC cut into pieces that are read as texts of
their own, and the annotated passages. A character of such a text is the person whom its mentions mean: in a piece by what they mean in
the whole novel, and by whose quotation an I stands in; in a passage by the forms that its annotation lists."""
import bisect
import json
import os
import re
import subprocess
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

from .. import paths, people
from ..links.passages import Places
from . import dumps, pdnc

WORDS = (240, 500, 1800)        # of a piece: a passage, a page or two, a short story
BEARS = 10                      # votes of a character's name
SELF = set("i me my mine myself".split())
TALKERS = SELF | set("you your yours yourself thou thee thy thine we us our ours".split())
# stems of verbs by which an annotated act is a saying
SAYS = tuple("""say said ask cri cry exclaim answer repl tell told call shout whisper murmur mutter order demand beg promis thank declar urge command refus
warn threat confess suggest offer explain accus insist scold remark announc invit propos comfort reproach greet mock teas admit den agree object challeng
interrupt observ continu inquir enquir return""".split())


def plain(text):
    return " ".join(text.lower().split())


def cut(text, words):
    """-> [start, end) of stretches of whole paragraphs, of so many words and the rest of the last paragraph"""
    start, n = None, 0
    for m in re.finditer(r"\S(?:.*\S)?(?:\n(?!\s*\n).*)*", text):
        start = m.start() if start is None else start
        n += len(m.group().split())
        if n >= words:
            yield start, m.end()
            start, n = None, 0
    if start is not None:
        yield start, len(text.rstrip())


def novel_text(folder):
    with open(os.path.join(folder, "novel_text.txt"), encoding="utf-8", newline="") as f:
        return f.read()


def passages(split):
    path = paths.data("passages", split + ".jsonl")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


# ---- making them --------------------------------------------------------------------------------------------------------------

def texts(novels, split, words):
    """(name, text) of the short texts; words: of a piece, None: the passages"""
    if words is None:
        yield from ((p["id"], p["text"] + "\n") for p in passages(split))
        return
    for folder in novels:
        text = novel_text(folder)
        for start, end in cut(text, words):
            yield f"{os.path.basename(folder)}.{start}", text[start:end] + "\n"


def folder_of(work, split, words):
    return os.path.join(work, split, "passages" if words is None else f"pieces-{words}")


def dump_one(program, manifest, folder, tags, name, text):
    path = os.path.join(folder, name)
    with open(path + ".txt", "w", encoding="utf-8", newline="") as f:
        f.write(text)
    subprocess.run([program, manifest, path + ".txt", os.path.join(tags, name), path], check=True)


def dump_all(program, manifest, novels, work, split, jobs):
    for words in (*WORDS, None):
        folder = folder_of(work, split, words)
        tags = os.path.join(dumps.tags_folder(work, manifest), os.path.basename(folder))
        os.makedirs(folder, exist_ok=True)
        os.makedirs(tags, exist_ok=True)
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(lambda t: dump_one(program, manifest, folder, tags, *t), list(texts(novels, split, words))))


# ---- labels -------------------------------------------------------------------------------------------------------------------

class Whole:
    """a novel of PDNC as the program read it whole: whom its mentions mean, and who says what"""

    def __init__(self, folder, work, split):
        self.people = pdnc.people(folder)
        self.text = novel_text(folder)
        self.quoted = sorted((s, e, q.speaker) for q in pdnc.quotations(folder, self.people) for s, e in q.spans)
        self.starts = [q[0] for q in self.quoted]
        read = dumps.Read(os.path.join(work, split, f"{os.path.basename(folder)}.{dumps.FOUND}"))
        who = [next((p.name for p in self.people if pdnc.is_person(names, p)), None) for names in read.cast]
        self.meant = {(s, e): who[c] for s, e, c in read.mentions if who[c]}

    def person(self, start, end):
        i = bisect.bisect_right(self.starts, start) - 1
        if self.text[start:end].lower() in SELF and i >= 0 and start < self.quoted[i][1]:
            return self.quoted[i][2]
        return self.meant.get((start, end))

    def bearers(self, names):
        return [p.name for p in self.people if pdnc.is_person(names, p)]

    def speaker(self, spans):
        return dumps.speaker_of(spans, self.quoted, self.starts)


class Passage:
    """an annotated passage: who bears which form, and who does which act"""

    def __init__(self, passage):
        self.text, self.acts = passage["text"], passage["acts"]
        self.places = Places(self.text)
        self.forms = defaultdict(list)
        for p in passage["people"]:
            for form in p["as"]:
                self.forms[plain(form)].append(p["id"])

    def bearers(self, names):
        return [p for n in names for p in self.forms.get(plain(n), [])]

    def speaker(self, spans):
        """who does most of the saying that the annotation finds in these words"""
        share = Counter()
        for act in self.acts:
            place = self.places.find(act["quote"])
            if place and act["verb"].lower().startswith(SAYS):
                for s, e in spans:
                    share[act["who"]] += max(0, min(e, place[1]) - max(s, place[0]))
        best = share.most_common(1)
        return best[0][0] if best and best[0][1] > 0 else None


def persons(read, text, meant, bearers):
    return people.persons(read.mentions, read.cast, lambda s, e: text[s:e].lower(), meant, bearers, BEARS)


def label(read, text, who, speaker_of):
    """labels the turns of a short text. Of several characters who are one person, those who are more than an I and a you of some quotation"""
    told = {c for s, e, c in read.mentions if text[s:e].lower() not in TALKERS or not any(a <= s < z for a, z in read.pieces)}
    for i, spans in enumerate(read.spans):
        speaker = speaker_of(spans)
        right = [c for c, p in who.items() if p == speaker]
        if speaker is None or not right:
            continue                # nothing can be learnt about somebody whom the cast lacks
        dumps.label_turn(read.turns, i, [c for c in right if c in told] or right)


def read_piece(base, whole, start):
    read = dumps.Read(base)
    text = whole.text[start:]
    of = lambda s, e: [p for p in [whole.person(s + start, e + start)] if p]
    label(read, text, persons(read, text, of, whole.bearers), lambda spans: whole.speaker([(s + start, e + start) for s, e in spans]))
    return read.turns


def read_passage(base, passage):
    read, p = dumps.Read(base), Passage(passage)
    label(read, p.text, persons(read, p.text, lambda s, e: p.forms.get(plain(p.text[s:e]), []), p.bearers), p.speaker)
    return read.turns


def read_all(novels, work, split, words):
    """the turns of all short texts of a kind; texts of one book have numbers of one parity"""
    folder, out = folder_of(work, split, words), []
    if words is None:
        some = passages(split)
        books = sorted({p["source"] for p in some})
        out = [(books.index(p["source"]), read_passage(os.path.join(folder, p["id"]), p)) for p in some]
    for number, novel in enumerate(novels if words else []):
        whole = Whole(novel, work, split)
        for start, _ in cut(whole.text, words):
            out.append((number, read_piece(os.path.join(folder, f"{os.path.basename(novel)}.{start}"), whole, start)))
    for k, (book, turns) in enumerate(out):
        turns.novel[:] = 2 * k + book % 2
    return dumps.joined([t for _, t in out if len(t)]) if any(len(t) for _, t in out) else None
