#!/bin/sh
# Fuzzes each target for a while, from its seeds; one line a target, and a failure for a finding.
#   run.sh SECONDS [TARGET...]      FUZZ_KEEP=DIRECTORY keeps what was built, found and learnt
set -u

seconds=${1:?usage: run.sh SECONDS [TARGET...]}
shift
[ $# -gt 0 ] || set -- lexer detect dotenv url shard_file
here=$(cd "$(dirname "$0")" && pwd)
work=${FUZZ_KEEP:-$(mktemp -d)}
[ -n "${FUZZ_KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# A short run takes less time than an optimized build.
optimization=-O1
[ "$seconds" -ge 30 ] || optimization=-O0

build() {
    clang++ -std=c++20 "$optimization" -g1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
        -fno-sanitize=null,alignment -I"$here/../../include" -I"$here/.." "$here/fuzz.cpp" -o "$work/fuzz"
}

# The seeds stay as they are; what the fuzzer learns goes elsewhere.
fuzz() {
    mkdir -p "$work/$1.learnt"
    seeds=$here/corpus/$1
    # Those of the corpus take longer than a short run; the unit tests replay them.
    case $1 in lexer | detect) [ "$seconds" -lt 30 ] || seeds="$seeds $here/../corpus/initializers" ;; esac
    # shellcheck disable=SC2086 # two directories
    FUZZ_TARGET=$1 "$work/fuzz" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$work/$1." "$work/$1.learnt" $seeds >"$work/$1.log" 2>&1
}

build || { echo "0 passed, 1 failed, 0 skipped" && exit 1; }
for target; do
    if fuzz "$target"; then
        runs=$(sed -n 's/^stat::number_of_executed_units: //p' "$work/$target.log")
        passed=$((passed + 1))
        echo "ok - fuzz $target: ${runs:-0} runs"
    else
        failed=$((failed + 1))
        echo "not ok - fuzz $target"
        tail -n 40 "$work/$target.log"
    fi
done
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
