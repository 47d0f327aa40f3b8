#!/bin/sh
# Every public header (with HEADERS=all every one) compiles alone and twice with the first compiler named, and all
# public ones together with the others,
# without a warning of those that programs which embed it may ask for; the umbrella header names no driver, a store
# reaches neither detection nor the interpreter, and nothing but the library and its tests reaches detail/.
#   headers.sh INCLUDE_DIRECTORY COMPILER...
set -u

include=$1
shift
. "$(dirname "$0")/support/checking.sh"

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

# Whoever knows their store compiles no interpreter.
reaches_no_detection() {
    "$1" -std=c++20 -I"$include" -I/usr/include/postgresql -MM -x c++ "$include/azu_session/$2" >"$work/named" || return 1
    ! grep -E 'azu_session/(detect\.hpp|detail/(detect|crystal)/)' "$work/named"
}

keeps_out_of_detail() { ! grep -rn 'azu_session/detail/' "$include/../cli" "$include/../examples"; }

versioned() { ! grep -rn '^namespace azu_session' "$include" --include='*.hpp' | grep -v 'inline v0_1'; }

# What most headers include from elsewhere, read once for those that are not public: they are four fifths of all.
precompile() {
    for name in algorithm chrono filesystem functional map memory optional string string_view variant vector; do
        echo "#include <$name>"
    done >"$work/standard.hpp"
    "$1" $strict -x c++-header "$work/standard.hpp" -o "$work/standard.hpp.gch"
}

check "the command and the examples keep out of detail" keeps_out_of_detail
check "every header has the inline namespace of the version" versioned
strict="-std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Werror -Wconversion -Wsign-conversion"
headers=$(cd "$include" && find azu_session -name '*.hpp' | sort)
check "the standard headers" precompile "$1"
for header in $headers; do
    if ! available "$header"; then
        skipped=$((skipped + 1))
        echo "skip - $header (hiredis has no TLS here)"
        continue
    fi
    printf '#include <%s>\n#include <%s>\n' "$header" "$header" >"$work/twice.cpp"
    case $header in
    */detail/*)
        # Four fifths of all, and the public ones bring them along: alone, they take minutes.
        [ "${HEADERS:-}" = all ] || continue
        standard="-include $work/standard.hpp"
        ;;
    *) standard= && echo "#include <$header>" >>"$work/public.cpp" ;;
    esac
    # Unquoted: flags.
    check "$header with $1" "$1" $strict $standard -fsyntax-only -I"$include" -I/usr/include/postgresql "$work/twice.cpp"
done
check "the umbrella header names no driver" names_no_driver "$1"
for header in store.hpp clear.hpp stores/redis.hpp stores/postgresql.hpp stores/sqlite.hpp stores/all.hpp; do
    check "$header reaches no detection" reaches_no_detection "$1" "$header"
done
shift
for compiler; do
    check "all public headers with $compiler" "$compiler" $strict -fsyntax-only -I"$include" -I/usr/include/postgresql \
        "$work/public.cpp"
done

report
