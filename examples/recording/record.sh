#!/bin/sh
# Makes recording.svg, which the README shows, anew: builds azu, sets sessions up in a small application, looks at them
# and clears them, in a real terminal and against a real Redis.
#   record.sh [FILE]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)
. "$repository/tests/support/building.sh"
picture=$(realpath "${1:-$here/recording.svg}")
install_missing python3 redis-server
build_directory=${AZU_BUILD_DIR:-$repository/build}
if [ -z "${AZU:-}" ]; then
    build_azu "$repository" "$build_directory"
    AZU=$build_directory/cli/azu
fi
AZU=$(realpath "$AZU")

work=$(mktemp -d)
redis=""
cleanup() {
    [ -z "$redis" ] || { kill "$redis" 2>/dev/null && wait "$redis"; } || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The socket is named from here, so that no path of this machine gets into the picture.
mkdir -p "$work/shop/src"
cd "$work/shop"
printf 'name: shop\nversion: 0.1.0\n\ndependencies:\n  azu:\n    github: azutoolkit/azu\n' >shard.yml
printf 'require "azu"\n\nmodule Shop\n  include Azu\nend\n\nShop.start [\n  Azu::Handler::Rescuer.new,\n]\n' >src/shop.cr
echo 'REDIS_URL=unix:redis.sock' >.env

redis-server --port 0 --unixsocket redis.sock --dir . --appendonly yes --maxmemory 64mb \
    --maxmemory-policy volatile-lru >"$work/redis.log" &
redis=$!
tries=0
until [ "$(redis-cli -s redis.sock ping 2>/dev/null)" = PONG ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { cat "$work/redis.log"; exit 1; }
    sleep 0.1
done
# Lifetimes from a minute to a day and a half, none near the end of one of the status's buckets.
seq 142 | awk '{ printf "SET shop:session:%d \"{\\\"user_id\\\":%d}\" EX %d\n", $1, $1, 100 + $1 * $1 * 6 }' |
    redis-cli -s redis.sock >/dev/null

# Wide enough for the question with its answer, high enough for the status.
export COLUMNS=84 LINES=30
# The line that names the application's directory is to be as on a server.
PATH="$(dirname "$AZU"):$PATH" python3 "$here/type.py" >"$work/shown"
sed "s|$work/|/srv/|" "$work/shown" | python3 "$here/draw.py" >"$work/picture"
mv "$work/picture" "$picture"
