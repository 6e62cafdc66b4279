#!/usr/bin/env python3
"""Cut test: a novel is read whole, and again without its last fifth. What closes there must be loose in the cut text, and the cut text must not
find threads that the whole does not.

    python3 eval/cut.py [--all] [FILE…]        plain text or .gz; default: six novels of the data folder (whole.py)

Of the threads that close in the whole text, those whose opening lies before the cut and whose close lies behind it: how many does the cut text have
(by overlap of openings), loose? Of the cut text's threads: how many are not in the whole's? --all: of all threads, those that are told only when
asked for too. Exit status 1 where the bars (90 % and 5 %, over all texts) are missed."""
import os
import sys
import tempfile

from whole import novels, over, read, source

FIFTH = 0.8


def cut_of(words):
    """the words up to the paragraph that ends nearest four fifths"""
    at = words.find("\n\n", int(len(words) * FIFTH))
    return words[:at] + "\n"


def compare(path, everything):
    """-> (close behind the cut, of them loose in the cut text, cut text's threads, of them new), lines to tell"""
    words = source(path)
    with tempfile.TemporaryDirectory() as folder:
        text, whole = read(folder, "whole", words, everything)
        cut, part = read(folder, "cut", cut_of(words), everything)
    end = len(cut.rstrip())
    if not text.startswith(cut.rstrip()):
        sys.exit(f"{path}: the cut text is no beginning of the whole")
    late = [t for t in whole["threads"] if t["closes"] and t["closes"]["start"] >= end and t["opens"]["end"] <= end]
    loose, told = 0, []
    for t in late:
        same = [c for c in part["threads"] if over(c["opens"], t["opens"])]
        loose += any(c["closes"] is None for c in same)
        if not any(c["closes"] is None for c in same):
            told.append(("closed early" if same else "missing") + ": " + text[t["opens"]["start"]:t["opens"]["end"]].replace("\n", " "))
    new = [c for c in part["threads"] if not any(over(c["opens"], t["opens"]) for t in whole["threads"])]
    told += ["new: " + cut[c["opens"]["start"]:c["opens"]["end"]].replace("\n", " ") for c in new]
    return (len(late), loose, len(part["threads"]), len(new), len(whole["threads"]), sum(t["closes"] is not None for t in whole["threads"])), told


def main(args):
    everything = "--all" in args
    paths = novels([a for a in args if a != "--all"])
    if not paths:
        print("skipped: no novels")
        return 77
    sums = [0] * 6
    for path in paths:
        row, told = compare(path, everything)
        sums = [a + b for a, b in zip(sums, row)]
        late, loose, of, new, threads, closed = row
        print(f"{os.path.basename(path).split('.')[0]}: threads {threads}, closed {closed}; close behind the cut {late}, loose in the cut text {loose}; "
              f"cut text's threads {of}, new {new}", flush=True)
        for line in told[:12]:
            print("   ", line[:120])
    late, loose, of, new = sums[:4]
    print(f"all: {loose} of {late} loose ({100 * loose / max(late, 1):.1f} %), {new} of {of} new ({100 * new / max(of, 1):.1f} %)")
    return 0 if loose >= 0.9 * late and new <= 0.05 * of else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
