#!/bin/sh
# Formats the C sources as .clang-format says; --check only tells which are not formatted.
set -eu
cd "$(dirname "$0")/.."
if ! command -v clang-format >/dev/null 2>&1; then
    echo "clang-format is not installed: the format is not checked (make deps-check installs it)"
    exit 0
fi
mode=-i
[ "${1:-}" = --check ] && mode='--dry-run --Werror'
# shellcheck disable=SC2086 # a list of words
find include src cli bench tests fuzz training -name '*.[ch]' 2>/dev/null | sort | xargs -r clang-format $mode --style=file
