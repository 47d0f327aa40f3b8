#!/bin/sh
# Every header compiles alone and twice, with every compiler named; the umbrella header names no driver.
#   headers.sh INCLUDE_DIRECTORY COMPILER...
set -u

include=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0

check() {
    what=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "not ok - $what"
        cat "$work/log"
    fi
}

# Headers that need a library which this system does not have, as TLS for Redis on Debian 12.
available() {
    case $1 in
    */redis_tls.hpp) [ -f /usr/include/hiredis/hiredis_ssl.h ] ;;
    esac
}

names_no_driver() {
    "$1" -std=c++20 -I"$include" -M -x c++ "$include/azu_session/azu_session.hpp" >"$work/named" || return 1
    ! grep -E 'hiredis|pqxx|SQLiteCpp|sqlite3\.h|cxxopts' "$work/named"
}

for compiler; do
    for header in $(cd "$include" && find azu_session -name '*.hpp' | sort); do
        if ! available "$header"; then
            skipped=$((skipped + 1))
            echo "skip - $header with $compiler (hiredis has no TLS here)"
            continue
        fi
        printf '#include <%s>\n#include <%s>\n' "$header" "$header" >"$work/twice.cpp"
        check "$header with $compiler" "$compiler" -std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Werror \
            -fsyntax-only -I"$include" -I/usr/include/postgresql "$work/twice.cpp"
    done
    check "the umbrella header names no driver, with $compiler" names_no_driver "$compiler"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
