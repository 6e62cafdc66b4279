"""As of P nothing comes from after P: exports of the example story at many places, held against the text up to there."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

EXE = os.environ.get("MARROW_EXE", "")
TESTS = os.environ.get("MARROW_TESTS", os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.environ.get("MARROW_EXAMPLES", os.path.join(os.path.dirname(TESTS), "examples"))
MODEL = os.environ.get("MARROW_MODEL", os.path.join(TESTS, "model-tiny", "tiny.json"))
STORY = os.environ.get("MARROW_STORY", os.path.join(EXAMPLES, "the-lamp-room.txt"))
OFFSETS = {"start", "end", "known", "first", "length"}
faults = []


def run(*args):
    return subprocess.run([EXE, *args], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.decode("utf-8")


def fault(until, what):
    faults.append(f"as of {until}: {what}")


def offsets(value, until, where="json"):
    """Every number that is an offset lies before P."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in OFFSETS and isinstance(inner, int) and inner > until:
                fault(until, f"{where}.{key} is {inner}")
            offsets(inner, until, f"{where}.{key}")
    elif isinstance(value, list):
        for inner in value:
            offsets(inner, until, where)


def plain(text):
    return re.sub(r"\s+", " ", text).replace("’", "'").lower()


def words_of_id(name):
    """The words of a slug, its number left out."""
    return [w for w in re.sub(r"-\d+$", "", name).split("/")[-1].split("-") if w and w != "x"]


def strings(story, until, read):
    """Names, aliases, titles and ids are made of words that have been read."""
    have = plain(read)
    letters = re.sub(r"[^\w]", "", have)
    for c in story["characters"]:
        for form in [c["name"], *c["aliases"]]:
            if plain(form) not in have:
                fault(until, f"the form {form!r} of {c['id']}")
    for t in story["traits"]:
        if plain(t["trait"]) not in have:
            fault(until, f"the trait {t['trait']!r}")
    for row in story["relations"] + story["traits"] + story["content"]:
        if row["known"] > until:
            fault(until, f"a portrait known at {row['known']}")
    for chapter in story["chapters"]:
        if re.sub(r"[^\w]", "", plain(chapter["title"])) not in letters:
            fault(until, f"the title {chapter['title']!r}")
    for i in {c["id"] for c in story["characters"]} | {m["entity"] for m in story["mentions"]}:
        for w in words_of_id(i):
            if w not in letters:
                fault(until, f"the word {w!r} of the id {i}")


def whole(story, until):
    """Ids that are named are there; tiles have no gap."""
    people = {c["id"] for c in story["characters"]}
    for q in story["quotes"]:
        for who in [q["speaker"], *q["addressees"]]:
            if who is not None and who not in people:
                fault(until, f"{who} speaks or is spoken to and is nobody")
    for row in story["tiles"] + story["chapters"] + story["mentions"]:
        who = row.get("who") or row.get("narrator") or row.get("character")
        if who is not None and who not in people:
            fault(until, f"{who} is nobody")
    named = [w for r in story["relations"] for w in (r["a"], r["b"])] + [t["who"] for t in story["traits"]]
    named += [t["by"] for t in story["traits"] if t["by"] not in ("narrator", "unknown")] + [c["who"] for c in story["content"] if c["who"]]
    for who in named:
        if who not in people:
            fault(until, f"a portrait of {who}, who is nobody")
    at = 0
    for t in story["tiles"]:
        if t["start"] != at:
            fault(until, f"a gap before the tile at {t['start']}")
        at = t["end"]
    if story["tiles"] and at != until:
        fault(until, f"the tiles end at {at}")


def minds(story, last, until):
    """Acts, ripples and views name people and acts that are there; what was known stays as it was."""
    people = {c["id"] for c in story["characters"]}
    acts = {a["id"] for a in story["acts"]}
    named = [w for a in story["acts"] for w in (a["who"], a["to"])] + [r["on"] for r in story["ripples"]] + [i["who"] for i in story["inside"]]
    for who in named:
        if who is not None and who not in people:
            fault(until, f"an act or mind of {who}, who is nobody")
    for r in story["ripples"]:
        if r["from"] not in acts or (r["to"] is not None and r["to"] not in acts):
            fault(until, f"a ripple of or to an act that is not there: {r}")
    for row in story["acts"] + story["ripples"] + [a["why"] for a in story["acts"]] + [v for i in story["inside"] for v in i["views"]]:
        if row["known"] > until:
            fault(until, f"a row known at {row['known']}")
    same = lambda rows: {(a["id"], a["start"], a["end"], a["verb"], a["who"], a["to"], a["realis"]) for a in rows if a["known"] <= until}
    if same(story["acts"]) != same(last["acts"]):
        fault(until, "acts are not those of the whole story that are known here")


def counts(before, after, until):
    """Who was met stays met, and is mentioned no less."""
    now = {c["id"]: c["mentions"] for c in after["characters"]}
    for c in before["characters"]:
        if now.get(c["id"], -1) < c["mentions"]:
            fault(until, f"{c['id']} had {c['mentions']} mentions before and has {now.get(c['id'])}")


def tables(story_path, until, read, folder):
    """The other exports."""
    for line in run("export", story_path, "--format", "conllu", "--until", str(until)).split("\n"):
        if line.startswith("# text = ") and plain(line[9:]) not in plain(read):
            fault(until, f"conllu has {line!r}")
    run("export", story_path, "--format", "booknlp", "-o", folder, "--until", str(until))
    for path in Path(folder).iterdir():
        if path.name.endswith(".txt") and path.read_text(encoding="utf-8") != read:
            fault(until, "booknlp's text is not what has been read")
        if path.name.endswith(".tokens"):
            for row in path.read_text(encoding="utf-8").split("\n")[1:-1]:
                cells = row.split("\t")
                if int(cells[7]) > until or read[int(cells[6]):int(cells[7])] != cells[4]:
                    fault(until, f"booknlp's token {row!r}")


def main():
    if not os.path.exists(EXE):
        print(f"skipped: there is no program at {EXE}")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s.marrow")
        run("read", STORY, "--model", MODEL, "-q", "-o", path)
        text = run("text", path)
        n, before = len(text), {"characters": []}
        last = json.loads(run("export", path, "--format", "json", "--all"))
        for k in range(61):
            until = n * k // 60
            story = json.loads(run("export", path, "--format", "json", "--all", "--until", str(until)))
            offsets(story, until)
            strings(story, until, text[:until])
            whole(story, until)
            minds(story, last, until)
            counts(before, story, until)
            before = story
            if k % 10 == 3:
                tables(path, until, text[:until], os.path.join(folder, f"book{k}"))
    print(*faults[:20], sep="\n")
    print(f"61 places, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
