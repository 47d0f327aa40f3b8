#!/bin/sh
# What azu says of itself is installed where man and the shells look for it, and azu finds its stores where they are.
#   installed.sh BUILD_DIRECTORY AZU
set -u

build=$1 azu=$2
. "$(dirname "$0")/support/checking.sh"

install_them() {
    DESTDIR=$work/stage meson install -C "$build" --no-rebuild --tags runtime &&
        share=$(dirname "$(find "$work/stage" -name man)") && [ -d "$share" ] && mv "$share" "$work/share" &&
        [ "$(find "$work/share" -type f | wc -l)" = 4 ]
}

# holds FILE ARGUMENT...: the file is what azu prints.
holds() {
    file=$work/share/$1
    shift
    "$azu" "$@" | cmp - "$file"
}

clears_a_store() (
    installed=$(find "$work/stage" -path '*/bin/azu')
    mkdir "$work/shop" && cd "$work/shop" && echo 'name: shop' >shard.yml || return 1
    sqlite3 shop.db "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT); INSERT INTO sessions VALUES ('a', '{}')"
    DATABASE_URL=sqlite3:./shop.db "$installed" session:clear --backend database --force | grep -x 'Cleared 1 session(s)'
)

check "four files are installed" install_them
check "the manual page" holds man/man1/azu-session.1 help --roff
check "bash's completions" holds bash-completion/completions/azu.bash completion bash
check "zsh's completions" holds zsh/site-functions/_azu completion zsh
check "fish's completions" holds fish/vendor_completions.d/azu.fish completion fish
check "the program, with its stores" clears_a_store

report
