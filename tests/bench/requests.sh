#!/bin/sh
# Measures what a request pays for its session in the generated code, against servers that do without, and prints a
# Markdown table of ratios: medians of pairs that alternate in one run. The server has one core, what loads it and Redis
# another one.
#
#   AZU_CRYSTAL_LIB=LIB sh tests/bench/requests.sh      LIB as for tests/crystal/run.sh
#
# PAIRS    how many pairs a row (9)
# SECONDS_EACH  how long a server is loaded each time (2)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
. "$repository/tests/support/building.sh"
install_missing $build_packages crystal redis-server wrk curl >&2
pairs=${PAIRS:-9} seconds=${SECONDS_EACH:-2}
if [ -z "${AZU:-}" ]; then
    build_azu "$repository" "$repository/build" >&2
    AZU=$repository/build/cli/azu
fi
CRYSTAL_PATH=${AZU_CRYSTAL_LIB:?"the shards: see tests/crystal/run.sh"}:$(crystal env CRYSTAL_PATH)
export CRYSTAL_PATH
work=$(mktemp -d)
started=
trap 'kill $started 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

mkdir "$work/src"
echo 'name: bench' >"$work/shard.yml"
"$AZU" session:setup -C "$work" >/dev/null
cp "$here/requests/server.cr" "$work/src/"
crystal build --release "$work/src/server.cr" -o "$work/server" >&2

# start NAME COMMAND...: in the background; what it prints goes to a file of that name.
start() {
    output=$work/$1
    shift
    "$@" >"$output" 2>&1 &
    started="$started $!"
}

# await FILE TEXT
await() {
    until grep -q "$2" "$work/$1" 2>/dev/null; do sleep 0.1; done
}

redis_port=$((20000 + $$ % 20000))
start redis taskset -c 0 redis-server --port "$redis_port" --bind 127.0.0.1 --save ''
await redis 'Ready to accept'
export REDIS_URL=redis://127.0.0.1:$redis_port SESSION_SECRET=a-secret-for-this-benchmark-alone
redis-cli -p "$redis_port" set bench:floor \
    '{"session_id":"6a3ba1b0-0000-4000-8000-000000000000","created_at":"2026-01-01T00:00:00Z","user_id":42}' >/dev/null
for server in bare get get_and_set session; do
    start $server taskset -c 1 "$work/server" $server
    await $server listening
done
port_of() { sed -n 's/listening on //p' "$work/$1"; }

export COOKIES="$work/cookies"
for _ in $(seq 200); do
    curl -si "http://127.0.0.1:$(port_of session)/login" | sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/ip'
done >"$COOKIES"

# rate SERVER PATH [WRK'S OPTION...]: requests a second.
rate() {
    url=http://127.0.0.1:$(port_of "$1")$2
    shift 2
    taskset -c 0 wrk -t1 -c32 -d"${seconds}s" "$@" "$url" | awk '/Requests\/sec/ { print $2 }'
}

# compare WHAT PATH SERVER [WRK'S OPTION...]: a row of the table, of requests with sessions against SERVER's.
compare() {
    what=$1 path=$2 other=$3
    shift 3
    for _ in $(seq "$pairs"); do
        echo "$(rate session "$path" "$@") $(rate "$other" /plain "$@")"
    done | awk '{ print $1 / $2, $1, $2 }' | sort -n | awk -v what="$what" '
        { ratio[NR] = $1; own[NR] = $2; other[NR] = $3 }
        END { m = int((NR + 1) / 2)
              printf "| %s | %.2f | %.2f to %.2f | %d | %d |\n", what, ratio[m], ratio[1], ratio[NR], own[m], other[m] }'
}

echo '| request | ratio | from, to | a second | without sessions |'
echo '|---|---|---|---|---|'
compare 'no session touched, against a bare server' /plain bare
compare 'a session that is not there read, against a bare server' /read bare
compare 'cookie and session read, against one GET' /read get -s "$here/requests/visitors.lua"
compare 'the same and a write, against one GET and one SET' /write get_and_set -s "$here/requests/visitors.lua"
