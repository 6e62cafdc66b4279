"""What cut.py and shuffle.py share: whole novels read by the program, their exports, and spans of them."""
import gzip
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARROW = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))
NOVELS = os.path.join(os.path.abspath(os.environ.get("MARROW_DATA", os.path.join(ROOT, "..", "shared", "data"))), "novels", "text")
# Six of about 30,000 to 70,000 words, told in the first person and in the third.
SIX = ("95_", "24_", "36_", "120_", "550_", "215_")


def run(*args):
    return subprocess.run([MARROW, *args], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.decode("utf-8")


def novels(paths):
    """-> paths of the texts that are asked for, else of the six"""
    if paths:
        return paths
    found = sorted(os.listdir(NOVELS)) if os.path.isdir(NOVELS) else []
    return [os.path.join(NOVELS, f) for start in SIX for f in found if f.startswith(start)]


def source(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as f:
        return f.read().decode("utf-8").replace("\r\n", "\n")


def read(folder, name, words, everything=False):
    """-> the text and the json of a reading of the words, kept in the folder"""
    plain, story = os.path.join(folder, name + ".txt"), os.path.join(folder, name + ".marrow")
    with open(plain, "w", encoding="utf-8") as f:
        f.write(words)
    run("read", plain, "-o", story, "--quiet", "--force", "--kind", "novel")
    return run("text", story), json.loads(run("export", story, "--format", "json", *(["--all"] if everything else [])))


def over(a, b):
    """whether two spans share a character"""
    return min(a["end"], b["end"]) > max(a["start"], b["start"])


def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0
