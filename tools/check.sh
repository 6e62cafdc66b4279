#!/bin/sh
# All tests, with the sanitizers and with the release flags, and the format: check.sh BUILD. Goes on after a failure and tells at the end.
set -u
cd "$(dirname "$0")/.."
build=$1
failed=

run() { # NAME COMMAND …
    name=$1
    shift
    echo "== $name"
    "$@" || failed="$failed, $name"
}

tests() { ctest --test-dir "$1" -j "${JOBS:-2}" --output-on-failure; }

run "format" tools/format.sh --check
run "build with the release flags" tools/build.sh "$build" all tests
run "tests with the release flags" tests "$build"
run "build with the sanitizers" env SANITIZE=1 tools/build.sh "$build/asan" all tests
run "tests with the sanitizers" tests "$build/asan"

[ -z "$failed" ] && exit 0
echo "Failed: ${failed#, }" >&2
exit 1
