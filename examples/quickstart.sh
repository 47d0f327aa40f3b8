#!/bin/sh
# The main job on real data, in a temporary directory: sets sessions up in a small application, stores 142 of them
# in SQLite (and in Redis, where a redis-server is installed), and clears them.
set -eu

repository=$(cd "$(dirname "$0")/.." && pwd)
. "$repository/tests/support/building.sh"
work=$(mktemp -d)
redis=""
cleanup() {
    [ -z "$redis" ] || kill "$redis" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

show() {
    echo
    echo "\$ $*"
    "$@"
}

new_application() {
    mkdir -p "$work/guestbook/src"
    cd "$work/guestbook"
    printf 'name: guestbook\nversion: 0.1.0\n\ndependencies:\n  azu:\n    github: azutoolkit/azu\n' >shard.yml
    printf 'require "azu"\nrequire "./initializers/**"\n' >src/guestbook.cr
    printf 'DATABASE_URL=sqlite3:./guestbook.db\nSESSION_SECRET=only-for-this-example\n' >.env
}

# The SQL between the <<-SQL markers of the migration that setup wrote.
migration_sql() {
    awk '/<<-SQL/ { inside = 1; next } /^ *SQL$/ { inside = 0; print ";" } inside' src/db/migrations/*_create_sessions.cr
}

database_sessions() {
    echo "
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 142)
INSERT INTO sessions (session_id, data, expires_at)
SELECT 'session-' || i, json_object('user_id', i), datetime('now', '+1 hour') FROM n;"
}

redis_commands() {
    seq 142 | sed 's/.*/SET guestbook:session:& "{\\"user_id\\":&}"/'
    echo "SET another-application untouched"
}

install_missing sqlite3
build_directory=${AZU_BUILD_DIR:-$repository/build}
build_azu "$repository" "$build_directory"
PATH="$build_directory/cli:$PATH"
# What the caller's own applications use is not for this example.
unset SESSION_BACKEND SESSION_SECRET DATABASE_URL REDIS_URL AZU_ENV

new_application
show azu session:setup --backend database
migration_sql | sqlite3 guestbook.db
database_sessions | sqlite3 guestbook.db
echo
echo "The table now holds $(sqlite3 guestbook.db 'SELECT count(*) FROM sessions') sessions."
show azu session:detect
show azu session:clear --force

if command -v redis-server >/dev/null; then
    redis-server --port 0 --unixsocket "$work/redis.sock" --dir "$work" --save "" >"$work/redis.log" &
    redis=$!
    tries=0
    until redis-cli -s "$work/redis.sock" ping >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { cat "$work/redis.log"; exit 1; }
        sleep 0.1
    done
    echo "REDIS_URL=unix:$work/redis.sock" >>.env
    show azu session:setup --backend redis --force
    redis_commands | redis-cli -s "$work/redis.sock" >/dev/null
    show azu session:detect
    show azu session:clear --force
    echo
    echo "Left in Redis: $(redis-cli -s "$work/redis.sock" --raw KEYS '*')"
fi
