#!/usr/bin/env python3
"""Who tells: narrators of novels whose tellers are known, and none in novels told in the third person, from story files.

    python3 eval/narrators.py FOLDER [MARROW]     FOLDER: story files, NAME.marrow

NAME is the start of a file's name; the list below is checked, and nothing else is known of these books anywhere in the program."""
import glob
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOLD = [("jane_eyre", ["Jane Eyre"]), ("david_copperfield", ["David Copperfield", "Copperfield", "Trotwood Copperfield", "Master Copperfield"]),
        ("treasure_island", ["Jim Hawkins"]), ("thesignofthefour", ["Watson", "Dr. Watson", "John Watson"]), ("great_expectations", ["Pip", "Philip Pirrip"]),
        ("wuthering_heights", ["Mr. Lockwood", "Lockwood"]), ("wuthering_heights", ["Nelly Dean", "Ellen Dean", "Nelly", "Mrs. Dean"]),
        ("heart_of_darkness", ["Marlow", "Charlie Marlow"]), ("heart_of_darkness", ["I"])]
THIRD = ["prideandprejudice", "theageofinnocence", "howardsend", "aroomwithaview", "theinvisibleman", "themanwhowasthursday", "thepictureofdoriangray",
         "persuasion", "senseandsensibility", "thesportofthegods", "alicesadventures", "nightandday"]


def find(folder, name):
    for p in sorted(glob.glob(os.path.join(folder, "*.marrow"))):
        if name in os.path.basename(p).lower():
            return p
    return None


def narrators(marrow, story):
    j = json.loads(subprocess.run([marrow, "export", story, "--format", "json"], check=True, capture_output=True).stdout)
    by = {c["id"]: c["name"] for c in j["characters"]}
    chapters = [by.get(c["narrator"]) for c in j["chapters"]]
    return {by[c["id"]] for c in j["characters"] if c["narrator"]}, chapters


def main():
    folder = sys.argv[1]
    marrow = sys.argv[2] if len(sys.argv) > 2 else os.path.join(HERE, "..", "build", "marrow")
    for name, want in TOLD:
        story = find(folder, name)
        if not story:
            print(f"{name}: not there")
            continue
        found, chapters = narrators(marrow, story)
        hit = [n for n in found if n in want]
        runs, last = [], None
        for i, n in enumerate(chapters, 1):
            if n != last or not runs:
                runs.append(f"{i} {n}")
            last = n
        print(f"{name}: {'found' if hit else 'MISSING'} {hit or want} | all: {sorted(found)} | from chapter: {', '.join(runs)}")
    for name in THIRD:
        story = find(folder, name)
        if story:
            found, _ = narrators(marrow, story)
            print(f"{name}: {'none' if not found else 'INVENTED ' + str(sorted(found))}")
        else:
            print(f"{name}: not there")


if __name__ == "__main__":
    main()
