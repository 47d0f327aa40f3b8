# Part of run.sh. What `azu session:setup --wire` inserts into applications of many layouts: layouts/NAME is one. Where
# something is left to do by hand, its file by_hand has lines that setup then prints.

# The programs of the application in the current folder.
programs() {
  sed -n 's/^ *main: *\([^[:cntrl:]]*\).*/\1/p' shard.yml | grep . ||
    ls src/server.cr src/app.cr src/shop.cr 2>/dev/null | head -n 1
}

# wires FOLDER ORIGINAL: setup succeeds, or leaves what is expected to be left.
wires() {
  "$AZU" session:setup --wire --backend redis -C "$1" >"$tmp/wired" 2>&1
  status=$?
  cat "$tmp/wired"
  if [ ! -e "$2/by_hand" ]; then
    [ "$status" -eq 0 ]
    return
  fi
  [ "$status" -eq 3 ] || return 1
  while IFS= read -r line; do grep -qF -- "$line" "$tmp/wired" || return 1; done <"$2/by_hand"
}

# A file that was formatted still is; one that was not still parses.
stays_formatted() {
  (cd "$2" && find src -name '*.cr') >"$tmp/sources"
  while IFS= read -r source; do
    if crystal tool format --check "$2/$source" >/dev/null 2>&1; then
      crystal tool format --check "$1/$source" || return 1
    else
      crystal tool format - <"$1/$source" >/dev/null || return 1
    fi
  done <"$tmp/sources"
}

# Each program that starts a server has the session handler first in it, and has loaded the initializer. Crystal's
# server, the framework and the initializer are stand-ins that tell.
starts_with_sessions() (
  first=SessionHandler
  [ ! -e "$2/by_hand" ] || first='.*'
  rm -rf "$tmp/started" && cp -R "$1" "$tmp/started" && cd "$tmp/started" || exit 1
  cp "$here/stand_ins/server/session.cr" src/initializers/session.cr
  CRYSTAL_PATH=$here/stand_ins/server:$here/stand_ins/framework:$(crystal env CRYSTAL_PATH)
  export CRYSTAL_PATH
  for program in $(programs); do
    crystal build "$here/stand_ins/server/http/server.cr" "$program" -o "$tmp/program" &&
      "$tmp/program" >>"$tmp/started/said" || exit 1
  done
  cat said
  grep -q ' first, ' said && ! grep ' first, ' said | grep -vqx "$first first, sessions in Redis"
)

compiles_wired() (
  cd "$1" || exit 1
  CRYSTAL_PATH=$here/stand_ins/framework:$CRYSTAL_PATH
  echo 'require "http/server"' >"$tmp/server.cr"
  for program in $(programs); do
    crystal build --no-codegen "$tmp/server.cr" "$program" || exit 1
  done
)

# Setup changes nothing more, and teardown leaves what was there before.
is_taken_back() {
  cp -R "$1" "$1.wired"
  "$AZU" session:setup --wire --backend redis -C "$1"
  diff -r "$1.wired" "$1" && "$AZU" session:teardown -C "$1" && diff -r -x by_hand "$2" "$1"
}

insertions() {
  number=0
  for original in "$here"/layouts/*; do
    layout="insertions $(basename "$original")" wired=$tmp/layouts/$(basename "$original")
    number=$((number + 1))
    # Each is compiled: where there are no shards to compile it with, every second one will do.
    if [ -n "$missing" ] && [ $((number % 2)) = 0 ]; then
      skip "$layout" "$missing"
      continue
    fi
    mkdir -p "$tmp/layouts"
    cp -R "$original" "$wired"
    rm -f "$wired/by_hand"
    check "$layout: setup --wire makes those that are safe" wires "$wired" "$original"
    if ! command -v crystal >/dev/null; then
      skip "$layout: what was formatted stays so" "$missing"
      skip "$layout: the server starts with sessions" "$missing"
    else
      check "$layout: what was formatted stays so" stays_formatted "$wired" "$original"
      check "$layout: the server starts with sessions" starts_with_sessions "$wired" "$original"
    fi
    if [ -n "$missing" ]; then
      skip "$layout: the application compiles" "$missing"
    else
      check "$layout: the application compiles" compiles_wired "$wired"
    fi
    check "$layout: setup changes nothing more, and teardown takes all back" is_taken_back "$wired" "$original"
  done
}
