"""A text read by the program as a novel, and what the story file and its json say."""
import json
import os
import sqlite3
import subprocess
import tempfile


def read(marrow, text, *queries):
    """-> the json of everything, and the rows of each query on the story file"""
    with tempfile.TemporaryDirectory() as d:
        src, out = os.path.join(d, "in.txt"), os.path.join(d, "out.marrow")
        with open(src, "w", encoding="utf-8", newline="") as f:
            f.write(text)
        subprocess.run([marrow, "read", src, "-o", out, "--kind", "novel", "--verbatim", "--quiet"], check=True, stdin=subprocess.DEVNULL)
        j = json.loads(subprocess.run([marrow, "export", out, "--format", "json", "--all"], check=True, capture_output=True).stdout)
        db = sqlite3.connect(out)
        rows = [db.execute(q).fetchall() for q in queries]
        db.close()
    return j, *rows
