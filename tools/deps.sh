#!/bin/sh
# Sees to it that what packaging/packages.txt lists is there: deps.sh build|check …
#
# Installs only what is missing, by apt, with sudo when not root, and says what. NO_INSTALL=1 never installs. Where nothing may or
# can be installed, names what is missing and fails.
set -eu
cd "$(dirname "$0")/.."

there() { # PACKAGE PROBE
    case $(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null) in ii*) return 0 ;; esac
    case $2 in
    cmd:*) command -v "${2#cmd:}" >/dev/null 2>&1 ;;
    pc:*) pkg-config --exists "${2#pc:}" 2>/dev/null ;;
    *) ! command -v dpkg-query >/dev/null 2>&1 ;;
    esac
}

list() { # the lines of the list for the purposes asked for
    for purpose in "$@"; do
        sed -n "s/^$purpose  *//p" packaging/packages.txt
    done
}

missing=$(list "$@" | while read -r package probe; do
    there "$package" "$probe" || printf '%s ' "$package"
done)
[ -n "$missing" ] || exit 0

if [ "${NO_INSTALL:-}" = 1 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing, by their Debian names: $missing" >&2
    [ "${NO_INSTALL:-}" = 1 ] && echo "NO_INSTALL=1 is set: install them, then run this again." >&2
    [ "${NO_INSTALL:-}" = 1 ] || echo "There is no apt here: install them by your system's means, then run this again." >&2
    exit 1
fi

root=
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "Missing: $missing" >&2
        echo "There is no sudo here; run this as root: apt-get install --no-install-recommends $missing" >&2
        exit 1
    fi
    root=sudo
fi

apt() { $root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@"; }

echo "Installing with apt: $missing"
# shellcheck disable=SC2086 # a list of words
{
    apt-get -s install $missing >/dev/null 2>&1 || apt update
    apt install -y --no-install-recommends $missing || { apt update && apt install -y --no-install-recommends $missing; }
}
