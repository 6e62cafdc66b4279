"""Runs the sessions of tests/cli/*.txt (docs/testing.md says how they are written): every command must print what stands below it.

    MARROW_EXE=build/marrow python3 tests/cli/test_sessions.py [NAME …]      UPDATE=1 rewrites what differs
"""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = Path(os.environ.get("MARROW_TESTS", HERE.parent))
EXAMPLES = Path(os.environ.get("MARROW_EXAMPLES", HERE.parent.parent / "examples"))
MODEL = TESTS / "model-tiny" / "tiny.json"
TIMEOUT_S = 120


def parse(text):
    """Gives the session's parts in order: ("text", line) for remarks and empty lines, ("command", line, [expected lines])."""
    parts = []
    block = None
    for line in text.splitlines():
        if line.startswith("$ "):
            block = []
            parts.append(("command", line[2:], block))
        elif block is not None and line.strip():
            block.append(line)
        else:
            block = None
            if line.strip() and not line.startswith("#"):
                raise SystemExit(f"neither a remark nor a command: {line}")
            parts.append(("text", line))
    return parts


def escaped(line):
    """An output line as a session shows it: what would read as a mark gets a pattern in its stead."""
    if not line.strip():
        return "." if not line else "~ " + line
    return "~ *" + line[1:] if re.match(r"[$~?!] |\.\.?\.?$", line) else line


def run(command, env, folder, names):
    done = subprocess.run(["sh", "-c", command], env=env, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT_S)
    lines = []
    for stream, mark in ((done.stdout, ""), (done.stderr, "! ")):
        text = stream.decode("utf-8", "backslashreplace")
        for path, name in names:
            text = text.replace(path, name)
        lines += [mark + line if mark else escaped(line) for line in text.splitlines()]
    if done.returncode:
        lines.append(f"? {done.returncode}")
    return lines


def line_matches(want, got):
    if want == got:
        return True
    if not want.startswith("~ "):
        return False
    pattern = re.sub(r"([\[?])", r"[\1]", want[2:])  # only * is special
    return fnmatch.fnmatchcase(got, pattern) or fnmatch.fnmatchcase(got.removeprefix("~ "), pattern)


def matches(want, got):
    """Whether the printed lines are the expected ones, `...` standing for any number of them."""
    if not want:
        return not got
    if want[0] == "...":
        return any(matches(want[1:], got[i:]) for i in range(len(got) + 1))
    return bool(got) and line_matches(want[0], got[0]) and matches(want[1:], got[1:])


def environment(folder, exe):
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    (bin_folder / "marrow").symlink_to(exe)
    here = folder / "here"
    here.mkdir()
    env = dict(os.environ, PATH=f"{bin_folder}:{os.environ['PATH']}", EXAMPLES=str(EXAMPLES), TESTS=str(TESTS), MODEL=str(MODEL),
               HERE=str(here), NO_COLOR="1", LC_ALL="C.UTF-8")
    names = [(str(MODEL), "$MODEL"), (str(EXAMPLES), "$EXAMPLES"), (str(TESTS), "$TESTS"), (str(here), "$HERE")]
    return env, here, names


def session(path, exe, update):
    """Runs one session; gives the number of commands and of those that printed something else."""
    parts = parse(path.read_text(encoding="utf-8"))
    folder = Path(tempfile.mkdtemp(prefix="marrow-session-"))
    out, failed, count = [], 0, 0
    try:
        env, here, names = environment(folder, exe)
        for part in parts:
            if part[0] == "text":
                out.append(part[1])
                continue
            _, command, want = part
            count += 1
            got = run(command, env, here, names)
            same = matches(want, got)
            out += ["$ " + command, *(want if same else got)]
            if not same and not update:
                failed += 1
                print(f"{path.name}: $ {command}")
                print("  want:", *want, sep="\n    ")
                print("  got:", *got, sep="\n    ")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if update:
        path.write_text("\n".join(out) + "\n", encoding="utf-8")
    return count, failed


def main():
    exe = Path(os.environ.get("MARROW_EXE", "build/marrow")).resolve()
    if not exe.is_file():
        print(f"skipped: there is no program at {exe}")
        return 77
    names = sys.argv[1:]
    paths = [p for p in sorted(HERE.glob("*.txt")) if not names or p.stem in names]
    if not paths:
        print("skipped: no sessions" if not names else "no such session")
        return 1 if names else 77
    update = os.environ.get("UPDATE") == "1"
    total = bad = 0
    for path in paths:
        count, failed = session(path, exe, update)
        total += count
        bad += failed
    print(f"{total - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
