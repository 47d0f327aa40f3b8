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

# A shop whose database has one session.
shop() {
    mkdir "$work/$1" && cd "$work/$1" && echo 'name: shop' >shard.yml &&
        sqlite3 shop.db "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT); INSERT INTO sessions VALUES ('a', '{}')"
}

# As it was installed.
clear_sessions() {
    DATABASE_URL=sqlite3:./shop.db "$(find "$work/stage" -path '*/bin/azu')" session:clear --backend database --force
}

clears_a_store() (
    shop whole && clear_sessions | grep -x 'Cleared 1 session(s)'
)

refuses_the_stores_of_another_version() (
    shop mixed && echo 'extern "C" const char *azu_stores_version() { return "0"; }' >stores.cpp &&
        g++ -shared -fPIC stores.cpp -o "$(find "$work/stage" -name azu_stores.so)" || return 1
    ! clear_sessions 2>told && grep 'azu_stores.so, are those of another version' told &&
        [ "$(sqlite3 shop.db 'SELECT count(*) FROM sessions')" = 1 ]
)

check "four files are installed" install_them
check "the manual page" holds man/man1/azu-session.1 help --roff
check "bash's completions" holds bash-completion/completions/azu.bash completion bash
check "zsh's completions" holds zsh/site-functions/_azu completion zsh
check "fish's completions" holds fish/vendor_completions.d/azu.fish completion fish
check "the program, with its stores" clears_a_store
check "stores of another version are refused" refuses_the_stores_of_another_version

report
