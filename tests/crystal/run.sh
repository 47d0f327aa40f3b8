#!/bin/sh
# Checks what `azu session:setup` generates and inserts: its format, that it compiles, and that it
# works in running applications against servers of their own.
#
#   AZU                the azu program under test; otherwise it is built
#   AZU_CRYSTAL_LIB    the shards; otherwise lib/ here or in the repository's root, after
#                      `shards install`. Without shards only the format and the insertions are checked.
set -u
here=$(cd "$(dirname "$0")" && pwd)
tmp=$(mktemp -d)
chmod 755 "$tmp" # PostgreSQL runs as another user
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM
repository=$(cd "$here/../.." && pwd)
results=$tmp/results
: >"$results"

say() { echo "$*" | tee -a "$results"; }
skip() { say "skip - $1 ($2)"; }

# check NAME COMMAND...: runs it, and shows what it printed only if it failed.
check() {
  name=$1
  shift
  if "$@" >"$tmp/output" 2>&1; then
    say "ok - $name"
  else
    say "not ok - $name"
    sed 's/^/    /' "$tmp/output"
  fi
}

# generate FOLDER KIND: an application with what setup writes into it.
generate() {
  mkdir -p "$1/src/initializers" "$1/src/db/migrations"
  case $2 in
  redis | memory) backend=$2 url= ;;
  postgresql) backend=database url=postgres://localhost/sample ;;
  sqlite) backend=database url=sqlite3://./sample.db ;;
  esac
  printf 'name: sample\nversion: 0.1.0\n' >"$1/shard.yml"
  env DATABASE_URL="$url" "$AZU" session:setup -C "$1" --backend "$backend"
}

# The initializer alone must tell the backend, whatever the environment says.
detects() {
  env SESSION_BACKEND= "$AZU" session:detect --json -C "$1" | tee /dev/stderr |
    grep -Eq "\"backend\": ?\"$2\".*\"source\": ?\"initializer\""
}

# The application of the checks around a generated initializer.
add_application() {
  cp "$here"/app/*.cr "$here/snippets/login.cr" "$1/src/"
  {
    echo 'require "./settings"'
    [ -z "$(ls "$1/src/db/migrations")" ] || echo 'require "./migrate"'
    echo 'require "./app"'
  } >"$1/src/main.cr"
}

# place SNIPPET FOLDER: puts the document's snippet where the generated block stands.
place() {
  case $1 in
  *.lines.cr) { echo 'Session.configure do |config|' && cat "$1" && echo end; } >"$tmp/block" ;;
  *) cp "$1" "$tmp/block" ;;
  esac
  file=$2/src/initializers/session.cr
  awk -v block="$tmp/block" '
    /^Session\.configure do/ && !placed { while ((getline line < block) > 0) print line; placed = inside = 1 }
    !inside
    inside && /^end/ { inside = 0 }' "$file" >"$tmp/initializer" && mv "$tmp/initializer" "$file"
}

# report_of SUBJECT COMMAND...: the lines of a program that reports its checks itself; it
# fails only when it could not make them all.
report_of() {
  subject=$1
  shift
  { "$@" || echo "not ok - $subject: the checks ended early"; } | tee -a "$results"
}

compiles() { crystal build --no-codegen "$1"; }

# build SOURCE PROGRAM [FLAG...]
build() {
  source=$1 program=$2
  shift 2
  crystal build "$@" "$source" -o "$program"
}

# The names of the checks in the given sources, for saying which are skipped.
names_in() { sed -n 's/^ *check "\(.*\)" do$/\1/p' "$@"; }

skip_all() {
  subject=$1 reason=$2
  shift 2
  names_in "$@" | while IFS= read -r name; do skip "$subject: $name" "$reason"; done
}

driver_checks_of() {
  for part in $1; do echo "$here/driver/${part}_checks.cr"; done
}

common="isolation identity clearing renewal concurrency secret setting fault"

sources_of() {
  case $1 in
  redis) driver_checks_of "$common redis" ;;
  *\ framework* | *\ plain*) driver_checks_of newcomer ;;
  *\ threads) driver_checks_of "isolation concurrency" ;;
  *\ environment) driver_checks_of environment ;;
  sqlite) driver_checks_of "$common database sqlite" ;;
  *) driver_checks_of "$common database" ;;
  esac
}

# Says why the server of a kind cannot be had here; silent when it can.
missing_server() {
  case $1 in
  redis*) command -v redis-server >/dev/null || echo "redis-server is not installed" ;;
  postgresql*)
    if [ ! -x "${POSTGRESQL_BIN:-}/postgres" ]; then
      echo "PostgreSQL's server is not installed"
    elif [ "$(id -u)" = 0 ] && ! { command -v runuser && id postgres; } >/dev/null 2>&1; then
      echo "root cannot run PostgreSQL, and there is no user postgres"
    fi
    ;;
  esac
}

# drive SUBJECT FOLDER [FLAG...]: builds the application and drives it.
drive() {
  subject=$1 folder=$2
  shift 2
  reason=$missing
  [ -n "$reason" ] || reason=$(missing_server "$subject")
  if [ -n "$reason" ]; then
    skip "$subject: the application builds" "$reason"
  else
    check "$subject: the application builds" build "$folder/src/main.cr" "$folder/main" "$@"
    [ -x "$folder/main" ] || reason="the application did not build"
    [ -x "$tmp/driver" ] || reason="the driver did not build"
  fi
  if [ -n "$reason" ]; then
    # shellcheck disable=SC2046
    skip_all "$subject" "$reason" $(sources_of "$subject")
    return
  fi
  report_of "$subject" "$tmp/driver" "$subject" "$folder/main"
}

# newcomer KIND APPLICATION [wired]: has one that has no sessions yet set up and driven: the framework's, or one on
# Crystal's own server.
newcomer() {
  subject="$*" folder=$tmp/$2_$1${3:+_wired}
  reason=$missing
  [ -n "$reason" ] || reason=$(missing_server "$1")
  [ -n "$reason" ] || [ "$2" != framework ] || [ -d "$lib/azu" ] || reason="the shards lack azu"
  [ -n "$reason" ] || [ -x "$tmp/driver" ] || reason="the driver did not build"
  if [ -n "$reason" ]; then
    # shellcheck disable=SC2046
    skip_all "$subject" "$reason" $(sources_of "$subject")
    return
  fi
  cp -R "$here/$2" "$folder"
  mv "$folder/dotenv" "$folder/.env"
  ln -s "$lib" "$folder/lib"
  report_of "$subject" "$tmp/driver" "$subject" "$folder/app"
}

. "$here/insertions.sh"

finish() {
  passed=$(grep -c '^ok - ' "$results")
  failed=$(grep -c '^not ok - ' "$results")
  skipped=$(grep -c '^skip - ' "$results")
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}

if [ -z "${AZU:-}" ]; then
  . "$repository/tests/support/building.sh"
  build_azu "$repository" "$repository/build"
  AZU=$repository/build/cli/azu
fi
export AZU

missing=
lib=${AZU_CRYSTAL_LIB:-}
for folder in "$here/lib" "$here/../../lib"; do
  [ -n "$lib" ] || [ ! -d "$folder/session" ] || lib=$folder
done
if ! command -v crystal >/dev/null; then
  missing="Crystal is not installed"
elif [ ! -d "$lib/session" ]; then
  missing="no shards: run shards install in tests/crystal, or set AZU_CRYSTAL_LIB"
else
  CRYSTAL_PATH=$lib:$(crystal env CRYSTAL_PATH)
  export CRYSTAL_PATH
fi
if [ -z "${POSTGRESQL_BIN:-}" ]; then
  POSTGRESQL_BIN=$(dirname "$(command -v postgres || ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | tail -n 1)")
  export POSTGRESQL_BIN
fi

kinds="redis postgresql sqlite memory"
for kind in $kinds; do
  generate "$tmp/$kind" "$kind" >"$tmp/output" 2>&1 || {
    say "not ok - $kind: setup generates the files"
    cat "$tmp/output"
  }
done

for kind in $kinds; do
  case $kind in redis | memory) backend=$kind ;; *) backend=database ;; esac
  check "$kind: detect finds what setup wrote" detects "$tmp/$kind" $backend
done

for kind in $kinds; do
  if command -v crystal >/dev/null; then
    check "$kind: the generated files are formatted" crystal tool format --check "$tmp/$kind/src"
  else
    skip "$kind: the generated files are formatted" "$missing"
  fi
done

for kind in $kinds; do
  add_application "$tmp/$kind"
  for how in "initializers/session.cr:alone" "main.cr:required from an application"; do
    if [ -n "$missing" ]; then
      skip "$kind: the initializer compiles ${how#*:}" "$missing"
    else
      check "$kind: the initializer compiles ${how#*:}" compiles "$tmp/$kind/src/${how%%:*}"
    fi
  done
done

for snippet in "$here"/snippets/*_*.cr; do
  name=$(basename "$snippet" .cr)
  kind=${name%%_*}
  case $kind in any) kind=redis ;; database) kind=postgresql ;; esac
  if [ -n "$missing" ]; then
    skip "snippet ${name%.lines}: compiles in place of the generated block" "$missing"
  else
    generate "$tmp/$name" "$kind" >/dev/null
    place "$snippet" "$tmp/$name"
    add_application "$tmp/$name"
    check "snippet ${name%.lines}: compiles in place of the generated block" compiles "$tmp/$name/src/main.cr"
  fi
done

if [ -n "$missing" ]; then
  skip "units: the program builds" "$missing"
  skip_all units "$missing" "$here"/units/*.cr
  skip "driver: the program builds" "$missing"
else
  cp "$here"/units/*.cr "$here/driver/report.cr" "$tmp/redis/src/"
  check "units: the program builds" build "$tmp/redis/src/units.cr" "$tmp/units"
  [ ! -x "$tmp/units" ] || report_of units env REDIS_URL=redis://localhost SESSION_SECRET=secret "$tmp/units" units
  check "driver: the program builds" build "$here/driver/driver.cr" "$tmp/driver"
fi

drive redis "$tmp/redis"
drive postgresql "$tmp/postgresql"
drive sqlite "$tmp/sqlite"
drive "redis environment" "$tmp/redis_environment"
# Four of them is what Crystal takes by itself.
for kind in redis postgresql sqlite; do
  generate "$tmp/${kind}_threads" "$kind" >"$tmp/output" 2>&1
  add_application "$tmp/${kind}_threads"
  drive "$kind threads" "$tmp/${kind}_threads" -Dpreview_mt
done
insertions
for kind in $kinds; do
  newcomer "$kind" framework
  newcomer "$kind" framework wired
  newcomer "$kind" plain wired
done
finish
