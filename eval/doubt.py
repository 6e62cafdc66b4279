"""What a short queue of doubt is worth: how much speaker accuracy rises when somebody sets right the most doubtful quotations.

    python3 eval/doubt.py STORY.marrow=NOVEL-FOLDER … [--share 0.1]

STORY is a story file of NOVEL-FOLDER/novel_text.txt (folders as in docs/training.md, PDNC). The queue is that of `marrow show STORY unsure`; of each speech
in its first SHARE the annotated speaker is taken. The first figure leaves all else as it is; the second is that of a copy after `marrow fix COPY apply FILE`: there the
turns around a corrected one have been heard again, and somebody whom the cast lacks cannot be named."""
import argparse
import bisect
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)
from training.speakers import pdnc      # noqa: E402

MARROW = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))


def run(*args):
    return subprocess.run([MARROW, *args], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")


def aligned(a, b, window=16):
    """offsets of text a onto text b, white space passed over: equal characters in step, on from the nearest place where `window` of them agree"""
    A, B = ([i for i, c in enumerate(t) if not c.isspace() and c != "_"] for t in (a, b))
    x, y = "".join(a[i] for i in A), "".join(b[i] for i in B)
    out, p, q = [0] * (len(a) + 1), 0, 0
    at = {}
    while p < len(x) and q < len(y):
        if x[p] == y[q]:
            at[A[p]] = B[q]
            p, q = p + 1, q + 1
            continue
        ways = ((d + k - q, p + d, k) for d in range(2000) for k in [y.find(x[p + d:p + d + window], q, q + 4000)] if k >= 0)
        step = next(ways, None)
        if step is None:
            break
        p, q = step[1:]
    last = 0
    for i in range(len(a)):
        last = out[i] = at.get(i, last)
    out[len(a)] = len(b)
    return out


def judged(story, folder):
    """-> [(place in the queue, is the speaker right)] of the annotated quotations that were found, number of those that were not, the queue, {quotation: the id of its annotated speaker or None}"""
    doc = json.loads(run("export", story, "--format", "json", "--all"))
    queue = [line.split("\t")[0] for line in run("show", story, "unsure", "--all", "--tsv").splitlines()[1:]]
    rank = {q: i for i, q in enumerate(queue)}
    who = {c["id"]: [c["name"], *c["aliases"]] for c in doc["characters"]}
    with open(os.path.join(folder, "novel_text.txt"), encoding="utf-8", newline="") as f:
        place = aligned(f.read(), run("text", story))
    quotes = sorted(doc["quotes"], key=lambda q: q["start"])
    starts = [q["start"] for q in quotes]
    persons = pdnc.people(folder)
    bearer = {p.name: p for p in persons}
    rows, lost, better = [], 0, {}
    for gold in pdnc.quotations(folder, persons):
        start, end = gold.spans[0]
        start, end = place[start], place[end - 1] + 1
        i = max(0, bisect.bisect(starts, start) - 2)
        found = next((q for q in quotes[i:i + 6] if 2 * (min(end, q["end"]) - max(start, q["start"])) >= end - start), None)
        if found is None:
            lost += 1
            continue
        names = who.get(found["speaker"])
        known = bearer.get(gold.speaker)
        better.setdefault(found["speech"], next((c for c, n in who.items() if known and pdnc.is_person(n, known)), None))
        rows.append((rank.get(found["speech"], len(queue)), bool(names) and gold.speaker in bearer and pdnc.is_person(names, bearer[gold.speaker])))
    return rows, lost, queue, better


def corrected(story, folder, queue, better):
    """the rows of a copy after `marrow fix COPY apply FILE`: the table of `show unsure`, in which the speakers of these lines have been set right"""
    with tempfile.TemporaryDirectory() as temp:
        copy, table = os.path.join(temp, "copy.marrow"), os.path.join(temp, "quotes.csv")
        shutil.copy(story, copy)
        lines = [line.split("\t") for line in run("show", story, "unsure", "--all", "--tsv").splitlines()]
        column, asked = lines[0].index("speaker"), {q: better[q] for q in queue if better.get(q)}
        for line in lines[1:]:
            line[column] = asked.get(line[0], line[column])
        with open(table, "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows(lines)
        run("fix", copy, "apply", table)
        return judged(copy, folder)[0]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("pairs", nargs="+", metavar="STORY=FOLDER")
    p.add_argument("--share", type=float, default=0.1)
    o = p.parse_args()
    n = before = after = fixed = lines = heard = 0
    for pair in o.pairs:
        story, folder = pair.split("=", 1)
        rows, lost, queue, better = judged(story, folder)
        queued, top = len(queue), int(len(queue) * o.share)
        heard += sum(right for _, right in corrected(story, folder, queue[:top], better))
        n += len(rows) + lost
        before += sum(right for _, right in rows)
        after += sum(right or place < top for place, right in rows)
        fixed += top
        lines += queued
        print(f"{os.path.basename(folder)}: {len(rows)} of {len(rows) + lost} annotated quotations found, {queued} in the queue")
    print(f"speaker {100 * before / n:.1f}, with the {fixed} most doubtful of {lines} lines set right {100 * after / n:.1f}, "
          f"{100 * (after - before) / n:+.1f} points; the turns around heard again {100 * heard / n:.1f}, {100 * (heard - before) / n:+.1f} points")


if __name__ == "__main__":
    main()
