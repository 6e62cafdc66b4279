"""Nothing lost: for each text, read, the lines of the audiobook export, the sml without its marks and the tiles of the json give `marrow text` again, byte for byte.

    python3 eval/tiling.py [--model MANIFEST] FILE…         (plain text or .gz; the small test model, tests/model-tiny/tiny.json, is enough)"""
import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARROW = os.environ.get("MARROW_EXE", os.path.join(ROOT, "build", "marrow"))


def run(*args):
    return subprocess.run([MARROW, *args], check=True, stdout=subprocess.PIPE).stdout


def wrong_of(path, model, folder):
    """-> the exports that do not give the text again"""
    source, story = os.path.join(folder, "text.txt"), os.path.join(folder, "text.marrow")
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as f, open(source, "wb") as out:
        shutil.copyfileobj(f, out)
    run("read", source, "-o", story, "--quiet", "--force", "--threads", "1", *(["--model", model] if model else []))
    text = run("text", story)
    lines = run("export", story, "--format", "audiobook").decode("utf-8").split("\n")[:-1]
    tiles = json.loads(run("export", story, "--format", "json"))["tiles"]
    words = text.decode("utf-8")
    gapless = all(a["end"] == b["start"] for a, b in zip(tiles, tiles[1:])) and (tiles[0]["start"], tiles[-1]["end"]) == (0, len(words))
    sml = re.sub(rb"\[voice:[^\]]*\]", b"", run("export", story, "--format", "sml"))
    checks = {"audiobook": "".join(json.loads(l)["text"] for l in lines).encode("utf-8") == text, "sml": sml == text, "tiles": gapless}
    return [name for name, right in checks.items() if not right]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("files", nargs="+")
    p.add_argument("--model")
    o = p.parse_args()
    bad = 0
    for path in o.files:
        with tempfile.TemporaryDirectory() as folder:
            wrong = wrong_of(path, o.model, folder)
        bad += bool(wrong)
        print(f"{os.path.basename(path)}: {', '.join(wrong) + ' differ' if wrong else 'the same'}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
