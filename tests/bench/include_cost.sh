#!/bin/sh
# What it costs to compile programs that use the library, beside one that uses the three drivers as they are: a
# Markdown table of processor seconds and peak memory, each the least of RUNS. The programs are in include_cost/; those
# called elsewhere use what another source file of the program opens, detects or plans.
#   RUNS       how often each is compiled, in turns (3)
#   COMPILERS  with what ("g++ clang++")
#   LEVELS     how much is optimised ("-O0 -O2")
set -eu

repository=$(cd "$(dirname "$0")/../.." && pwd)
. "$repository/tests/support/building.sh"
install_missing $build_packages clang time >&2
include=${INCLUDE:-$repository/include} # to compare another state of the headers
programs="drivers redis postgresql sqlite detected_redis detected_postgresql detected_sqlite plan umbrella
    opened_elsewhere detected_elsewhere planned_elsewhere"
results=$(mktemp)
trap 'rm -f "$results"' EXIT

echo "| compiler | program | CPU s | of the drivers' | peak MB |"
echo "|---|---|---:|---:|---:|"
for compiler in ${COMPILERS:-g++ clang++}; do
    for level in ${LEVELS:--O0 -O2}; do
        : >"$results"
        for run in $(seq "${RUNS:-3}"); do
            for program in $programs; do
                # Unquoted: flags of pkg-config.
                env time -a -o "$results" -f "$program %U %S %M" "$compiler" -std=c++20 "$level" -I"$include" \
                    $(pkg-config --cflags libpqxx hiredis) -c -o /dev/null "$repository/tests/bench/include_cost/$program.cpp"
            done
        done
        awk -v what="$compiler $level" '
            !($1 in least) { order[++n] = $1; least[$1] = $2 + $3; peak[$1] = $4 }
            $2 + $3 < least[$1] { least[$1] = $2 + $3 }
            $4 < peak[$1] { peak[$1] = $4 }
            END {
                for (i = 1; i <= n; i++)
                    printf "| %s | %s | %.2f | %.2f | %.0f |\n", what, order[i], least[order[i]], least[order[i]] / least["drivers"], peak[order[i]] / 1024
            }' "$results"
    done
done
