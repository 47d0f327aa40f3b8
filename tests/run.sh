#!/bin/sh
# Builds everything with warnings as errors and runs every test, against real servers that the tests start
# themselves on free loopback ports. The last line counts: N passed, N failed, N skipped. CXX=g++ builds with that.
set -eu

repository=$(cd "$(dirname "$0")/.." && pwd)
cd "$repository"
. tests/support/building.sh
install_missing $build_packages cmake git make clang libclang-rt-dev doctest-dev libyaml-cpp-dev clang-format redis-server postgresql sqlite3 openssl crystal patch zsh fish bash-completion mandoc doxygen

build=${AZU_BUILD_DIR:-$repository/build-tests}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

# quietly WHAT COMMAND...: shows the output only where the command fails.
quietly() {
    echo "$1..."
    shift
    "$@" >"$logs/quiet" 2>&1 || { cat "$logs/quiet" && echo "0 passed, 1 failed, 0 skipped" && exit 1; }
}

# Adds up what the logs say: doctest's summaries, and the closing lines of the tests that are scripts. A test program
# that ended without either, as by a crash, counts as one failure.
total() {
    awk -v broken="$1" '
        /\[doctest\] test cases:/ { sub(/.*cases:/, ""); gsub(/[^0-9]+/, " "); passed += $2; failed += $3; skipped += $4 }
        /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { passed += $1; failed += $3; skipped += $5 }
        END {
            if (failed < broken) failed = broken
            printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
            exit failed > 0
        }' "$2"
}

# clang++ takes two thirds of the time of g++ for the sanitizers.
compiler=${CXX:-clang++}
case $compiler in
*clang++*) other=g++ ;;
*) other=clang++ ;;
esac
build=$build/$(basename "$compiler")

# Reports name functions, for lines would take a twentieth of the time; that a pointer is null, AddressSanitizer sees as
# well, in a third less.
quietly "Building with $compiler, AddressSanitizer and UndefinedBehaviorSanitizer" sh -ec '
    [ -f "$1/build.ninja" ] || CXX=$2 meson setup "$1" -Dwerror=true -Dbuildtype=plain -Db_sanitize=address,undefined \
        -Db_lundef=false "-Dcpp_args=-fno-sanitize=null,alignment"
    ninja -C "$1" all test_programs' sh "$build" "$compiler"
# Another test compiles every public header with both. Not every hiredis has TLS.
quietly "Reading the commands with $other" sh -ec '
    find cli -name "*.cpp" ! -name stores_with_tls.cpp -print0 | xargs -0 -P2 -n1 "$1" -std=c++20 -Wall -Wextra \
        -Wpedantic -Wshadow -Werror -Iinclude -fsyntax-only' sh "$other"

echo "Running the tests..."
status=0
# One more than there are processors, since some wait for servers.
meson test -C "$build" --no-rebuild --num-processes $(($(nproc) + 1)) --print-errorlogs || status=$?
total "$status" "$build/meson-logs/testlog.txt"
