"""Reads the include lines of src/ and cli/ and fails when the house's rules are broken: a room includes headers of rooms to its left
(and its own) only, cli/ nothing of ours but marrow.h, and only files named os_*.c headers of the operating system."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SYSTEM = re.compile(
    r"(sys|arpa|net|netinet|linux|mach)/.*|(unistd|fcntl|pthread|dirent|dlfcn|termios|poll|pwd|grp|sched|semaphore|spawn|ftw|glob"
    r"|syslog|strings|langinfo|io|conio|direct|process|windows|winsock2|shlobj|aio|mqueue|utime|wordexp)\.h")
LIBRARY_TYPES = {"src/base/hash.c": {"sys/types.h"}}  # sha2.h counts on it
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def rooms():
    """The order of the rooms, from the build's own list."""
    found = re.search(r"^set\(ALL_ROOMS ([a-z ]+)\)$", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"), re.M)
    return found.group(1).split()


def includes(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def ours(name, order, folder):
    """The room that a quoted include belongs to; None: not ours."""
    first = name.split("/")[0]
    if "/" in name and first in order:
        return first
    return folder if (ROOT / "src" / folder / name).is_file() else None


def check_system(path, relative, faults):
    if path.name.startswith("os_"):
        return
    for _, name in includes(path):
        if SYSTEM.fullmatch(name) and name not in LIBRARY_TYPES.get(relative, ()):
            faults.append(f"{relative} includes <{name}>: the operating system is called in os_*.c only")


def check_room(path, relative, order, faults):
    room = path.parent.name
    if room not in order:
        faults.append(f"{relative}: {room} is no room of CMakeLists.txt")
        return
    for kind, name in includes(path):
        other = ours(name, order, room) if kind == '"' else name.split("/")[0] if name.split("/")[0] in order else None
        if other and order.index(other) > order.index(room):
            faults.append(f'{relative} includes "{name}": {other} is to the right of {room}')
        if kind == '"' and ".." in name:
            faults.append(f'{relative} includes "{name}": name the room instead')


def check_cli(path, relative, faults):
    for kind, name in includes(path):
        own = (path.parent / name).is_file() and ".." not in name
        if kind == '"' and name != "marrow.h" and not own:
            faults.append(f'{relative} includes "{name}": the program sees marrow.h only')
        if kind == "<" and (ROOT / "src" / name).is_file():
            faults.append(f"{relative} includes <{name}>: the program sees marrow.h only")


def main():
    order = rooms()
    faults = []
    sources = sorted((ROOT / "src").glob("*/*.[ch]"))
    program = sorted((ROOT / "cli").glob("*.[ch]"))
    for path in sources + program:
        relative = str(path.relative_to(ROOT))
        check_system(path, relative, faults)
        if path in program:
            check_cli(path, relative, faults)
        else:
            check_room(path, relative, order, faults)
    for name in [n for _, n in includes(ROOT / "include" / "marrow.h")]:
        if name not in ("stdbool.h", "stddef.h", "stdint.h"):
            faults.append(f"include/marrow.h includes {name}")
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"{len(sources) + len(program)} files read, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
