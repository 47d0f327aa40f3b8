#!/bin/sh
# Clears sessions in real servers, with azu and in the usual ways, while another client goes on working, and prints
# Markdown tables of medians. Builds a release of azu first.
#   SIZES    how many sessions (100000 1000000)
#   RUNS     how often each way is run, in turns (3)
set -eu

repository=$(cd "$(dirname "$0")/../.." && pwd)
. "$repository/tests/support/building.sh"
install_missing $build_packages doctest-dev redis-server postgresql sqlite3
build=${AZU_BUILD_DIR:-$repository/build-bench}
[ -f "$build/build.ninja" ] || meson setup "$build" "$repository" -Dbuildtype=release >&2
ninja -C "$build" cli/azu tests/bench/sql >&2
export SIZES="${SIZES:-100000 1000000}" RUNS="${RUNS:-3}"

sh "$repository/tests/bench/redis.sh" "$build"
# Unquoted: one word a size.
"$build/tests/bench/sql" "$build/cli/azu" "$RUNS" $SIZES
