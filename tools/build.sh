#!/bin/sh
# Configures and builds: build.sh FOLDER [TARGET …]. From the environment: ROOMS (some rooms only, separated by spaces), SANITIZE=1,
# PREFIX, JOBS, CC.
set -eu
cd "$(dirname "$0")/.."
build=$1
shift
for tool in cmake ninja pkg-config; do
    command -v $tool >/dev/null 2>&1 || {
        echo "There is no $tool here: run 'make deps' first (it installs what the build needs)." >&2
        exit 1
    }
done
rooms=$(printf '%s' "${ROOMS:-}" | tr -s ' ,' ';')
sanitize=OFF
[ "${SANITIZE:-}" = 1 ] && sanitize=ON
mkdir -p "$build"
cmake -S . -B "$build" -G Ninja -DROOMS="$rooms" -DMARROW_SANITIZE=$sanitize \
    -DCMAKE_INSTALL_PREFIX="${PREFIX:-/usr/local}" >"$build/configure.log" 2>&1 || {
    cat "$build/configure.log" >&2
    exit 1
}
exec cmake --build "$build" -j "${JOBS:-2}" --target "${@:-all}"
