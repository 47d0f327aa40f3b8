#!/bin/sh
# Clears sessions in real redis-servers in several ways and prints a Markdown table for each size.
#
#   meson setup build && sh tests/bench/redis.sh build
#
# SIZES    how many sessions, among a third as many other keys (100000 1000000)
# RUNS     how often; the table has the medians (3)
# TRIES    how often a run is tried while a hypervisor takes more than 3 % of its time; the one
#          that lost least counts (3)
# AZU      what to measure as this tool ("BUILD/cli/azu"); it is run with session:clear --backend redis --force
set -eu

build=${1:?usage: redis.sh BUILD}
sizes=${SIZES:-100000 1000000}
runs=${RUNS:-3}
tries=${TRIES:-3}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
ninja -C "$build" cli/azu tests/bench/redis_measure tests/bench/redis_relay >&2
build=$(cd "$build" && pwd)
ways=$(cd "$(dirname "$0")" && pwd)/redis_ways.sh
azu=${AZU:-$build/cli/azu}
mkdir "$work/bench" # the application: its name is the prefix of its keys

# Sessions of about 200 bytes that expire in a day, and other keys, as the Redis protocol has them.
keys() {
    awk -v sessions="$1" '
    function bulk(text) { return "$" length(text) "\r\n" text "\r\n" }
    BEGIN {
        for (i = 0; i < sessions; i++) {
            id = sprintf("%08d-0000-4000-8000-%012d", i * 7 % 100000000, i)
            data = "{\"session_id\":\"" id "\",\"created_at\":\"2026-01-01T00:00:00Z\"," \
                "\"expires_at\":\"2026-01-02T00:00:00Z\",\"user_id\":" i ",\"csrf\":\"0123456789abcdef0123456789abcdef\"}"
            printf "*5\r\n%s%s%s%s%s", bulk("SET"), bulk("bench:session:" id), bulk(data), bulk("EX"), bulk("86400")
        }
        for (i = 0; i < sessions / 3; i++)
            printf "*3\r\n%s%s%s", bulk("SET"), bulk("bench:cache:" i), bulk("value")
    }'
}

# Starts a server with the keys that were saved as $1, on a port that is free.
start() {
    mkdir -p "$work/data"
    if [ -e "$1" ]; then cp "$1" "$work/data/dump.rdb"; else rm -f "$work/data/dump.rdb"; fi
    port=${port:-$((20000 + $$ % 20000))}
    while :; do
        : >"$work/log"
        redis-server --port "$port" --bind 127.0.0.1 --dir "$work/data" --save '' >"$work/log" &
        server=$!
        until grep -q 'Ready to accept' "$work/log"; do
            kill -0 $server 2>/dev/null || break
            sleep 0.1
        done
        kill -0 $server 2>/dev/null && return
        port=$((port + 1))
    done
}

stop() {
    kill $server
    wait $server 2>/dev/null || true
    server=
}

# A run of way $1 on the keys of $2 sessions, measured into the file $3.
measure() {
    try=0
    : >"$work/tries"
    while [ $((try += 1)) -le "$tries" ]; do
        once "$1" "$2" >>"$work/tries"
        [ "$(lost_least "$work/tries" | cut -d ' ' -f 7)" -gt 3 ] || break
    done
    lost_least "$work/tries" >>"$3"
}

lost_least() {
    sort -n -k 7 "$1" | head -n 1
}

once() {
    start "$work/$2.rdb"
    to=$port
    way=$1
    case $1 in *' delayed '*)
        mkfifo "$work/input"
        "$build/tests/bench/redis_relay" "$port" 500 <"$work/input" >"$work/relay" &
        exec 3>"$work/input"
        until [ -s "$work/relay" ]; do sleep 0.1; done
        to=$(cat "$work/relay")
        way='this tool'
        ;;
    esac
    (cd "$work/bench" && "$build/tests/bench/redis_measure" "$port" bench:cache:5 sh "$ways" "$way" "$to" "$azu")
    if [ "$to" != "$port" ]; then exec 3>&-; rm "$work/input" "$work/relay"; fi
    left=$(redis-cli -p "$port" DBSIZE)
    [ "$left" = $((($2 + 2) / 3)) ] || [ "$way" = 'nobody (idle server)' ] || echo "$1 left $left keys" >&2
    stop
}

median() { # of column $2 of the file $1
    awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

table() {
    echo
    echo "$1 sessions among $((($1 + 2) / 3)) other keys, medians of $runs runs:"
    echo
    echo '| | wall s | server CPU s | wall / server CPU | client CPU s | client memory MB | other client p99.9 ms | worst ms | taken by a hypervisor % |'
    echo '|---|---|---|---|---|---|---|---|---|'
    while read -r way; do
        file="$work/$1 $way"
        wall=$(median "$file" 1) cpu=$(median "$file" 2)
        echo "| $way | $wall | $cpu | $(awk "BEGIN { printf \"%.2f\", $wall / $cpu }")" \
            "| $(median "$file" 3) | $(median "$file" 4) | $(median "$file" 5) | $(median "$file" 6) | $(median "$file" 7) |"
    done <"$work/ways"
}

cat >"$work/ways" <<'END'
this tool
this tool, network delayed 1 ms
redis-cli --scan, xargs unlink
KEYS, DEL a key
Lua EVAL
nobody (idle server)
END
for size in $sizes; do
    start none
    keys "$size" | redis-cli -p "$port" --pipe >&2
    redis-cli -p "$port" SAVE >&2
    mv "$work/data/dump.rdb" "$work/$size.rdb"
    stop
    run=0
    while [ $((run += 1)) -le "$runs" ]; do
        while read -r way; do
            echo "$size sessions, run $run: $way" >&2
            measure "$way" "$size" "$work/$size $way" </dev/null
        done <"$work/ways"
    done
    table "$size"
done
