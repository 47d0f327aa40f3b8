#!/bin/sh
# The examples do what they say, each in an application of its own.
#   examples.sh BUILD_DIRECTORY
set -u

examples=$1/examples
here=$(dirname "$0")
. "$here/support/checking.sh"

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

# fails_with MESSAGE COMMAND...: the command says that, and what to do, on standard error, and prints no password.
fails_with() {
    message=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    [ $? = 1 ] && cat "$work/out" "$work/err" && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" = 2 ] &&
        head -1 "$work/err" | grep -F "$message" && ! grep hidden "$work/err"
}

embed() {
    app=$work/embed
    mkdir -p "$app"
    echo 'name: embed' >"$app/shard.yml"
    echo 'DATABASE_URL=sqlite3:./app.db' >"$app/.env"
    sqlite3 "$app/app.db" "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT);
        INSERT INTO sessions VALUES ('a', '{}', ''), ('b', '{}', '')"
    "$examples/embed" "$app" | tee /dev/stderr | grep -qx 'Cleared 2 session(s)' &&
        [ "$(sqlite3 "$app/app.db" 'SELECT count(*) FROM sessions')" = 0 ] && [ -e "$app/src/initializers/session.cr" ]
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

check "an own store clears an application's files" own_store
check "the embedding program sets up and clears" embed
check "own templates show a plan, and set another framework's sessions up, once" own_templates
if command -v systemd-analyze >/dev/null; then
    check "systemd takes the units" units
else
    skipped=$((skipped + 1))
fi

report
