#!/bin/sh
# The examples do what they say, each in an application of its own.
#   examples.sh BUILD_DIRECTORY
set -u

examples=$1/examples
here=$(dirname "$0")
. "$here/support/checking.sh"
processes=
# Unquoted: one word a process.
trap 'kill $processes 2>/dev/null; rm -rf "$work"' EXIT

own_store() (
    app=$work/own
    mkdir -p "$app/src/initializers" "$app/tmp/sessions"
    echo 'Session.configure { |config| config.store = FileStore.new(directory: "tmp/sessions") }' \
        >"$app/src/initializers/session.cr"
    touch "$app/tmp/sessions/one" "$app/tmp/sessions/two" "$app/tmp/kept"
    cd "$app" && [ "$("$examples/own_store")" = 'Cleared 2 session(s)' ] &&
        [ -z "$(ls tmp/sessions)" ] && [ -e tmp/kept ] && rmdir tmp/sessions &&
        fails_with 'Cannot clear tmp/sessions: No such file or directory.' "$examples/own_store"
)

own_templates() {
    app=$work/kemal
    mkdir -p "$app"
    echo 'name: guestbook' >"$app/shard.yml"
    cat >"$work/kemal.cr" <<'CR'
require "kemal-session"

# The sessions of guestbook.
Kemal::Session.config do |config|
  config.cookie_name = "guestbook_session"
  config.secret = ENV["SESSION_SECRET"]
  # Of one process alone: a restart logs everybody out.
  config.engine = Kemal::Session::MemoryEngine.new
end
CR
    printf 'create src/config/session.cr\nupdate shard.yml\n' >"$work/first"
    printf 'identical src/config/session.cr\nidentical shard.yml\n' >"$work/second"
    "$examples/own_templates" "$app" | diff "$work/first" - && [ "$(ls "$app")" = shard.yml ] &&
        "$examples/own_templates" "$app" --apply | diff "$work/first" - &&
        diff "$work/kemal.cr" "$app/src/config/session.cr" &&
        grep -qx '    github: kemalcr/kemal-session' "$app/shard.yml" &&
        "$examples/own_templates" "$app" --apply | diff "$work/second" -
}

# A Redis of the tests' own, on no port.
start_redis() {
    redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save "" >"$work/redis.log" &
    processes="$processes $!"
    comes_true answers || { cat "$work/redis.log" && return 1; }
}

in_redis() { redis-cli -s "$work/redis.sock" "$@"; }

answers() { [ "$(in_redis PING 2>&1)" = PONG ]; }

# comes_true COMMAND...: waits until the command succeeds, for some seconds at most.
comes_true() {
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 500 ] || return 1
        sleep 0.01
    done
}

# fill PREFIX: 20,000 sessions of ten users.
fill() {
    in_redis EVAL 'for i = 1, 20000 do
        redis.call("SET", ARGV[1] .. i, cjson.encode({user_id = i % 10}))
    end' 0 "$1"
}

# left PREFIX: how many there are.
left() { in_redis EVAL 'return #redis.call("KEYS", ARGV[1] .. "*")' 0 "$1"; }

# fails_with MESSAGE COMMAND...: the command says that, and what to do, on standard error, and prints no password.
fails_with() {
    message=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    [ $? = 1 ] && cat "$work/out" "$work/err" && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" = 2 ] &&
        head -1 "$work/err" | grep -F "$message" && ! grep hidden "$work/err"
}

revoke_user() (
    export REDIS_URL="unix:$work/redis.sock"
    fill shop:session:
    [ "$("$examples/revoke_user" shop:session: 3)" = 'Cleared 2000 session(s)' ] &&
        [ "$(left shop:session:)" = 18000 ] && [ "$(in_redis EXISTS shop:session:3)" = 0 ] || return 1
    in_redis SET shop:session:sealed '?'
    "$examples/revoke_user" shop:session: 4 2>"$work/err"
    [ $? = 1 ] && grep -x '1 session(s) cannot be read. Clear all to be sure of the user.' "$work/err"
)

# refuses_to_revoke MESSAGE REDIS_URL
refuses_to_revoke() { fails_with "$1" env "REDIS_URL=$2" "$examples/revoke_user" shop:session: 3; }

no_user_is_revoked() {
    fails_with 'Whose sessions, and in which Redis?' env -u REDIS_URL "$examples/revoke_user" shop:session: 3 &&
        refuses_to_revoke 'Cannot connect to Redis at redis://:***@127.0.0.1:1' redis://:hidden@127.0.0.1:1 &&
        refuses_to_revoke 'a Redis URL begins with' http://:hidden@localhost
}

# new_application DIRECTORY PREFIX: one that keeps its sessions in that Redis.
new_application() {
    mkdir -p "$1/src/initializers"
    cat >"$1/src/initializers/session.cr" <<CR
Session.configure do |config|
  config.store = RedisStore.new(url: "unix:$work/redis.sock", prefix: "$2")
end
CR
}

count_sessions() {
    new_application "$work/blog" blog:session:
    in_redis MSET blog:session:one 1 blog:session:two 2 other 3
    [ "$("$examples/count_sessions" "$work/blog")" = '2 session(s)' ] && [ "$(left blog:session:)" = 2 ] &&
        fails_with 'Whose sessions?' "$examples/count_sessions" &&
        echo 'Session.configure { |c| c.store = RedisStore.new(url: "redis://:hidden@127.0.0.1:1", prefix: "b:") }' \
            >"$work/blog/src/initializers/session.cr" &&
        fails_with 'Cannot connect to Redis at redis://:***@127.0.0.1:1' "$examples/count_sessions" "$work/blog"
}

has_fewer() { [ "$(left "$1")" -lt "$2" ]; }

# interrupt APPLICATION PREFIX: interrupts the clearing of it, and gives its exit $status. Standard error is full, where
# the program waits with its first line of progress: however late the signal is, it comes before the end.
interrupt() {
    mkfifo "$work/progress"
    exec 3<>"$work/progress"
    dd if=/dev/zero of="$work/progress" oflag=nonblock bs=4096 2>/dev/null
    "$examples/detect_and_clear" "$1" >"$work/out" 2>&3 3>&- &
    program=$!
    comes_true has_fewer "$2" 20000 && kill -INT "$program"
    tr -d '\0' <"$work/progress" >"$work/err" 3>&- &
    reader=$!
    exec 3>&-
    wait "$program"
    status=$?
    wait "$reader"
    cat "$work/out" "$work/err"
}

detect_and_clear() {
    new_application "$work/forum" forum:session:
    fill forum:session:
    in_redis SET other x
    interrupt "$work/forum" forum:session:
    rest=$(left forum:session:)
    [ "$status" = 1 ] && [ "$rest" -gt 0 ] || return 1
    printf 'Found 20000 session(s)\nCleared %s session(s)\n' $((20000 - rest)) | diff - "$work/out" &&
        tail -1 "$work/err" | grep -x 'Interrupted before the end. Run it again to clear what is left.' || return 1

    "$examples/detect_and_clear" "$work/forum" >"$work/out" 2>"$work/err" &&
        printf 'Found %s session(s)\nCleared %s session(s)\n' "$rest" "$rest" | diff - "$work/out" &&
        tail -1 "$work/err" | grep '^100 %, ' && [ "$(left forum:session:)" = 0 ] &&
        [ "$(in_redis EXISTS other)" = 1 ]
}

# What takes time, or room, differs each time.
expected_metrics() {
    cat <<'TEXT'
HTTP/1.0 200 OK
Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8

# HELP azu_session_store_up Whether the store could be looked at.
# TYPE azu_session_store_up gauge
azu_session_store_up{app="wiki",backend="redis"} 1
# HELP azu_session_store_round_trip_seconds Time that the store takes for an empty command.
# TYPE azu_session_store_round_trip_seconds gauge
# UNIT azu_session_store_round_trip_seconds seconds
azu_session_store_round_trip_seconds{app="wiki",backend="redis"} N
# HELP azu_sessions Sessions in the store.
# TYPE azu_sessions gauge
azu_sessions{app="wiki",backend="redis"} 3
# HELP azu_sessions_exact Whether all sessions were counted, 1, or the rest extrapolated, 0.
# TYPE azu_sessions_exact gauge
azu_sessions_exact{app="wiki",backend="redis"} 1
# HELP azu_sessions_expired Sessions in the store whose time is over.
# TYPE azu_sessions_expired gauge
azu_sessions_expired{app="wiki",backend="redis"} 0
# HELP azu_session_ttl_seconds Time that sessions have left, of those that end.
# TYPE azu_session_ttl_seconds histogram
# UNIT azu_session_ttl_seconds seconds
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="60.0"} 1
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="300.0"} 1
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="900.0"} 1
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="3600.0"} 1
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="21600.0"} 2
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="86400.0"} 2
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="604800.0"} 2
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="2592000.0"} 2
azu_session_ttl_seconds_bucket{app="wiki",backend="redis",le="+Inf"} 2
azu_session_ttl_seconds_sum{app="wiki",backend="redis"} N
azu_session_ttl_seconds_count{app="wiki",backend="redis"} 2
# HELP azu_session_store_bytes Room that the sessions take in the store.
# TYPE azu_session_store_bytes gauge
# UNIT azu_session_store_bytes bytes
azu_session_store_bytes{app="wiki",backend="redis"} N
# EOF
TEXT
}

# start_endpoint REDIS_URL APP: gives its $port.
start_endpoint() {
    [ -p "$work/endpoint" ] || mkfifo "$work/endpoint"
    REDIS_URL=$1 "$examples/metrics_endpoint" 0 "$2" >"$work/endpoint" 2>"$work/err" &
    processes="$processes $!"
    read -r line <"$work/endpoint" && port=${line##*:}
}

# ask PART...: what is answered to a request that arrives in these parts.
ask() {
    timeout 10 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && for part; do printf "$part" >&3; done && cat <&3' \
        "$port" "$@" | tr -d '\r'
}

metrics_endpoint() {
    in_redis SET wiki:session:a x EX 50
    in_redis SET wiki:session:b x EX 8000
    in_redis SET wiki:session:c x
    start_endpoint "unix:$work/redis.sock" wiki || return 1
    expected_metrics >"$work/expected"
    ask 'GET /met' 'rics HTTP/1.1\r\nHost: localhost\r\n' '\r\n' >"$work/answer"
    sed 's/^\(azu_session_store_[rb].*}\|.*_sum{.*}\) [0-9.e+-]*$/\1 N/' "$work/answer" |
        diff "$work/expected" - || return 1
    if command -v promtool >/dev/null; then
        sed '1,/^$/d' "$work/answer" | promtool check metrics || return 1
    fi
    [ "$(ask 'GET / HTTP/1.1\r\n\r\n')" = 'HTTP/1.0 404 Not Found' ] &&
        [ "$(ask 'POST /metrics HTTP/1.1\r\n\r\n' | head -1)" = 'HTTP/1.0 405 Method Not Allowed' ]
}

# Of two, the first keeps still.
silent_client() {
    start_endpoint "unix:$work/redis.sock" wiki || return 1
    timeout 10 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" 4<>"/dev/tcp/127.0.0.1/$0" &&
        printf "GET / HTTP/1.1\r\n\r\n" >&4 && cat <&4' "$port" | grep 'HTTP/1.0 404 Not Found'
}

redis_is_down() {
    start_endpoint redis://:hidden@127.0.0.1:1 wiki && ask 'GET /metrics HTTP/1.1\r\n\r\n' >"$work/answer" &&
        grep -x 'azu_session_store_up{app="wiki",backend="redis"} 0' "$work/answer" &&
        grep -F 'Cannot connect to Redis at redis://:***@127.0.0.1:1' "$work/err" &&
        ! grep hidden "$work/err" "$work/answer"
}

# refuses_to_listen MESSAGE ARGUMENT...
refuses_to_listen() {
    message=$1
    shift
    fails_with "$message" env REDIS_URL=redis://localhost "$examples/metrics_endpoint" "$@"
}

no_endpoint() {
    refuses_to_listen 'Whose sessions, and in which Redis?' 0 &&
        refuses_to_listen 'Cannot listen on port 70000.' 70000 wiki &&
        refuses_to_listen 'Cannot listen on port 80x.' 80x wiki
}

# In a copy, where the program is one that is there.
units() {
    mkdir -p "$work/units"
    for unit in "$here"/../examples/systemd/*; do
        sed 's|^ExecStart=/usr/local/bin/azu |ExecStart=/bin/true |' "$unit" >"$work/units/${unit##*/}"
        case $unit in *.service) grep -q '^ExecStart=/bin/true session:' "$work/units/${unit##*/}" || return 1 ;; esac
    done
    systemd-analyze verify --man=no "$work"/units/*
}

check "a Redis to work with" start_redis
check "an own store clears an application's files" own_store
check "own templates show a plan, and set another framework's sessions up, once" own_templates
check "one user is logged out, and the others are not" revoke_user
check "what cannot be done for a user is told" no_user_is_revoked
check "a program of several files counts the sessions, and says why where it cannot" count_sessions
check "clearing tells how far it came, stops when it is interrupted, and goes on" detect_and_clear
check "what is in Redis is there for Prometheus" metrics_endpoint
check "a client that says nothing is not waited for" silent_client
check "a Redis that is down is a metric" redis_is_down
check "an endpoint that cannot be had is refused" no_endpoint
if command -v systemd-analyze >/dev/null; then
    check "systemd takes the units" units
else
    skipped=$((skipped + 1))
fi

report
