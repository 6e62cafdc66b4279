"""Speed and memory: the stages of reading (bench.c), then the program itself on the same book with one and two threads.

    make bench [BOOK=FILE] [MODEL=MANIFEST]

BOOK is The Secret Garden from the data beside the repository (MARROW_SHARED, else ../shared) where that is there, else the example story."""
import gzip
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
EXE = os.environ["MARROW_EXE"]
BUILD = os.path.dirname(EXE)


def book(folder):
    """path of a plain-text book"""
    if os.environ.get("BOOK"):
        return os.environ["BOOK"]
    shared = os.environ.get("MARROW_SHARED", os.path.join(ROOT, "..", "shared"))
    packed = os.path.join(shared, "data", "novels", "text", "113_the_secret_garden.txt.gz")
    if not os.path.exists(packed):
        return os.path.join(ROOT, "examples", "the-lamp-room.txt")
    path = os.path.join(folder, "the-secret-garden.txt")
    with gzip.open(packed, "rb") as f, open(path, "wb") as out:
        out.write(f.read())
    return path


def timed(command):
    """-> (exit status, seconds, processor seconds, peak megabytes) of a command"""
    start = time.monotonic()
    pid = subprocess.Popen(command, stdout=subprocess.DEVNULL).pid
    _, status, used = os.wait4(pid, 0)
    return os.waitstatus_to_exitcode(status), time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    model = os.environ.get("MODEL", os.path.join(ROOT, "model", "base.json"))
    subprocess.run(["cmake", "--build", BUILD, "--target", "marrow_bench"], check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        text = book(folder)
        print(f"{os.path.basename(text)}, {os.path.getsize(text):,} bytes\n", flush=True)
        subprocess.run([os.path.join(BUILD, "marrow_bench"), model, text], check=True)
        if not os.path.exists(EXE):
            return 0
        print()
        for threads in (1, 2):
            status, wall, cpu, peak = timed([EXE, "read", text, "-o", os.path.join(folder, f"{threads}.marrow"), "--model", model, "--threads", str(threads), "--quiet"])
            if status:
                return status
            print(f"marrow read, {threads} thread{'s' * (threads > 1)}: {wall:.1f} s, processor {cpu:.1f} s, peak memory {peak:.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
