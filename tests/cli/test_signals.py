"""A run that is interrupted ends with 130 or 143, says so in one line and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXE = os.environ.get("MARROW_EXE", "")
MODEL = os.path.join(os.environ.get("MARROW_TESTS", os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "model-tiny", "tiny.json")


def start(folder, *args, **more):
    return subprocess.Popen([EXE, "read", *args, "--model", MODEL], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def check(name, process, number, folder, kept):
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    left = sorted(p.name for p in Path(folder).iterdir())
    good = process.returncode == 128 + number and err.count(b"\n") == 1 and b"interrupted" in err and left == kept
    print(f"{name}: exit {process.returncode}, {err.decode().strip()!r}, left {left}", "" if good else "FAILED")
    return good


def main():
    if not os.path.exists(EXE):
        print(f"skipped: there is no program at {EXE}")
        return 77
    good = True
    for number in (signal.SIGINT, signal.SIGTERM):
        with tempfile.TemporaryDirectory() as folder:
            waiting = start(folder, "-", stdin=subprocess.PIPE)  # it waits for its input
            time.sleep(0.5)
            good &= check(f"waiting for input, {number.name}", waiting, number, folder, [])
        with tempfile.TemporaryDirectory() as folder:
            line = "Ann told Bob a long story on a winter evening, and he listened to her till it was late.\n\n"
            (Path(folder) / "long.txt").write_text(line * 40000, encoding="utf-8")
            reading = start(folder, "long.txt", "--threads", "2")
            time.sleep(1.0)
            good &= check(f"reading, {number.name}", reading, number, folder, ["long.txt"])
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
