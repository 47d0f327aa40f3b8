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

# In a copy, where the program is one that is there.
units() {
    mkdir -p "$work/units"
    for unit in "$here"/../examples/systemd/*; do
        sed 's|^ExecStart=/usr/bin/azu |ExecStart=/bin/true |' "$unit" >"$work/units/${unit##*/}"
        case $unit in *.service) grep -q '^ExecStart=/bin/true session:' "$work/units/${unit##*/}" || return 1 ;; esac
    done
    systemd-analyze verify --man=no "$work"/units/*
}

check "a Redis to work with" start_redis
check "an own store clears an application's files" own_store
check "own templates show a plan, and set another framework's sessions up, once" own_templates
check "one user is logged out, and the others are not" revoke_user
check "what cannot be done for a user is told" no_user_is_revoked
check "clearing tells how far it came, stops when it is interrupted, and goes on" detect_and_clear
if command -v systemd-analyze >/dev/null; then
    check "systemd takes the units" units
else
    skipped=$((skipped + 1))
fi

report
