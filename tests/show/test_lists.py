"""Lists by default, on a story file whose rows are set for it: who has just come in before who is there for long, what the telling shows before what is said,
only the reasons that are surely given, only the kinds of content that something speaks for, and a ripple's words once."""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

EXE = os.environ.get("MARROW_EXE", "")
TESTS = os.environ.get("MARROW_TESTS", os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.environ.get("MARROW_EXAMPLES", os.path.join(os.path.dirname(TESTS), "examples"))
MODEL = os.path.join(TESTS, "model-tiny", "tiny.json")
faults = []


def run(*args):
    return subprocess.run([EXE, *args], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.decode("utf-8")


def check(what, holds):
    if not holds:
        faults.append(what)


def column(path, name, *view):
    head, *rows = [line.split("\t") for line in run("show", path, *view, "--tsv").splitlines()]
    return [row[head.index(name)] for row in rows]


def traits(path, db):
    who = db.execute("SELECT n FROM characters WHERE major ORDER BY mentions DESC").fetchone()[0]
    named = db.execute("SELECT start, end FROM mentions WHERE character = ? AND form = 'PROP' ORDER BY start", (who,)).fetchall()
    db.execute("DELETE FROM pulls")
    db.execute("DELETE FROM traits")
    rows = [(named[0], "brave", 0.6), (named[1], "faint", 0.4), (named[-1], "weary", 0.7)]
    for n, ((start, end), trait, confidence) in enumerate(rows):
        db.execute("INSERT INTO traits VALUES (?, ?, 'nature', ?, NULL, 0, ?, ?, ?, ?)", (n, who, trait, start, end, confidence, end))
    db.commit()
    check("a newcomer's trait comes first", column(path, "trait", "traits", "--limit", "1") == ["brave"])
    check("a trait that is hardly one waits", column(path, "trait", "traits") == ["brave", "weary"])
    check("all traits", column(path, "trait", "traits", "--all") == ["brave", "faint", "weary"])


def content(path, db):
    db.execute("DELETE FROM content")
    for n, (kind, confidence) in enumerate([("suicide", 0.75), ("war", 0.3)]):
        db.execute("INSERT INTO content VALUES (?, ?, 'mention', NULL, 0, ?, ?, ?, ?)", (n, kind, 100 + n, 110 + n, confidence, 110 + n))
    db.commit()
    check("a kind by one faint place", column(path, "kind", "content") == ["suicide"])
    check("and it is counted", "1 kind that hardly anything speaks for" in run("show", path, "content"))


def acts(path, db):
    db.execute("UPDATE acts SET weight = 0.01, realis = 1, modality = 'actual', confidence = 1")
    who = "who IN (SELECT n FROM characters WHERE major AND mentions > 50) AND target IS NOT NULL"
    told = db.execute(f"SELECT id FROM acts WHERE quote IS NULL AND said IS NULL AND {who}").fetchone()[0]
    said = db.execute(f"SELECT id FROM acts WHERE quote IS NOT NULL AND {who}").fetchone()[0]
    db.execute("UPDATE acts SET weight = 0.5 WHERE id = ?", (told,))
    db.execute("UPDATE acts SET weight = 0.9 WHERE id = ?", (said,))
    db.commit()
    check("what is told in speech comes later", column(path, "id", "acts", "--limit", "1") == [told])
    check("with --all it comes first", column(path, "id", "acts", "--all", "--limit", "1") == [said])
    at = run("text", path).index("and he leaned across")
    db.execute("UPDATE acts SET start = ?, end = ? WHERE id = ?", (at, at + 20, told))
    db.commit()
    check("its words begin behind an and", " he leaned across" in (listed := run("show", path, "acts", "--limit", "1")) and "and he" not in listed)
    check("files keep the and", column(path, "text", "acts", "--limit", "1") == ["and he leaned across"])


def whys(path, db):
    db.execute("UPDATE whys SET status = 'unsure'")
    db.execute("DELETE FROM why_spans")
    n = [row[0] for row in db.execute("SELECT a.n FROM acts a JOIN characters c ON a.who = c.n WHERE a.quote IS NULL AND a.said IS NULL AND c.major LIMIT 3")]
    for k, (act, status, confidence) in enumerate(zip(n, ("told", "told", "hinted"), (0.97, 0.9, 0.99))):
        db.execute("UPDATE whys SET status = ?, kind = 'cause', confidence = ?, known = 0 WHERE n = ?", (status, confidence, act))
        db.execute("INSERT INTO why_spans VALUES (?, ?, ?, ?)", (k, act, 5, 20))
    db.commit()
    check("only what is surely told", run("show", path, "whys").count("because: ") == 1)
    check("all reasons", run("show", path, "whys", "--all").count("because: ") == 3)


def asked(path, db):
    spoken = db.execute("SELECT start + 1 FROM quotes ORDER BY start").fetchone()[0]
    who = db.execute("SELECT n FROM characters WHERE major").fetchone()[0]
    last = db.execute("SELECT max(end) FROM quotes").fetchone()[0] + 10
    db.execute("DELETE FROM asked")
    for n, start in enumerate((spoken, last)):
        db.execute("INSERT INTO asked VALUES (?, ?, ?, ?, ?, 0.8)", (n, start, start + 12, who, start + 12))
    db.commit()
    text = run("text", path)
    told = run("show", path, "whys").split("The text itself asks")[1]
    first, second = (told.find(" ".join(text[at:at + 12].split())) for at in (last, spoken))
    check("the telling's own questions first", 0 <= first < second)


def ripples(path, db):
    names = [c[1] for c in db.execute("PRAGMA table_info(ripples)")]
    one = dict(zip(names, db.execute("SELECT * FROM ripples LIMIT 1").fetchone()))
    db.execute("DELETE FROM ripples")
    for n, (start, end, confidence) in enumerate([(one["start"], one["start"] + 20, 0.9), (one["start"] + 8, one["start"] + 20, 0.9)]):
        new = dict(one, n=n, id=f"r{n}", start=start, end=end, confidence=confidence)
        db.execute(f"INSERT INTO ripples VALUES ({', '.join('?' * len(names))})", [new[k] for k in names])
    db.commit()
    tree = run("show", path, "ripples").split("Who sets off")[0]
    check("words within words are told once", tree.count("\u2192") == 1)


def main():
    if not EXE or not Path(MODEL).exists():
        print("skipped: no program or no model")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "s.marrow")
        run("read", os.path.join(EXAMPLES, "the-lamp-room.txt"), "--model", MODEL, "-q", "-o", path)
        with sqlite3.connect(path) as db:
            for view in (traits, content, acts, whys, asked, ripples):
                view(path, db)
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
