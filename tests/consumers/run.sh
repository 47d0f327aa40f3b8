#!/bin/sh
# A program that clears SQLite takes the library in each of the ways that the README names: as a Meson subproject, from
# an installation that was moved (pkg-config with make, CMake's find_package), as a directory or a repository of CMake's,
# and with nothing but the compiler.
#   run.sh REPOSITORY
set -u

repository=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/checking.sh"
# Only what is built here is to be found.
unset PKG_CONFIG_PATH CMAKE_PREFIX_PATH CXXFLAGS DESTDIR

# The program's directory in $work, as its author has it.
program_of() {
    cp -R "$here/$1" "$work/$1" && cp "$here/program.cpp" "$work/$1/program.cpp" && cd "$work/$1"
}

# clears PROGRAM: it empties a database of three sessions.
clears() {
    sqlite3 app.db "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT, expires_at TEXT);
        INSERT INTO sessions VALUES ('a', '{}', ''), ('b', '{}', ''), ('c', '{}', '')" &&
        "$1" sqlite3:./app.db | grep -x 'Cleared 3 session(s)' &&
        [ "$(sqlite3 app.db 'SELECT count(*) FROM sessions')" = 0 ]
}

as_meson_subproject() (
    program_of meson && mkdir subprojects && ln -s "$repository" subprojects/azu_session &&
        meson setup build --buildtype=plain && ninja -C build && clears build/program
)

# Installs below DESTDIR and moves the prefix elsewhere.
install_and_move() {
    meson setup "$work/build" "$repository" --prefix /opt/azu_session &&
        DESTDIR=$work/stage meson install -C "$work/build" --no-rebuild --tags devel &&
        [ "$(find "$work/stage" -mindepth 2 -maxdepth 2)" = "$work/stage/opt/azu_session" ] &&
        mv "$work/stage/opt/azu_session" "$work/moved"
}

names_no_place() { ! grep -rlF -e /opt/azu_session -e "$work" -e "$repository" "$work/moved"; }

only_headers_among_headers() {
    find "$work/moved/include" -type f >"$work/installed"
    grep -q 'setup/templates\.hpp$' "$work/installed" && ! grep -v '\.hpp$' "$work/installed"
}

through_pkg_config() (
    program_of make && PKG_CONFIG_PATH=$work/moved/share/pkgconfig make && clears ./program
)

# Every store's file names a driver that pkg-config finds, and libraries that are there.
links_each_store() (
    export PKG_CONFIG_PATH="$work/moved/share/pkgconfig"
    echo 'int main() {}' >"$work/empty.cpp"
    for file in "$PKG_CONFIG_PATH"/*.pc; do
        flags=$(pkg-config --cflags --libs "$(basename "$file" .pc)") && g++ "$work/empty.cpp" $flags -o "$work/empty" ||
            return 1
    done
)

with_cmake() (
    directory=$1
    shift
    [ -d "$work/$directory" ] || program_of "$directory" || return 1
    cd "$work/$directory" && cmake -S . -B build "$@" && cmake --build build && clears build/program
)

as_cmake_subdirectory() (
    program_of cmake_subdirectory && ln -s "$repository" azu_session && with_cmake cmake_subdirectory
)

fetched_by_cmake() (
    mkdir "$work/repository" && cp -R "$repository/include" "$work/repository" && cd "$work/repository" &&
        git init -q -b main && git add . && git -c user.name=a -c user.email=a@localhost commit -qm "As it is here" &&
        with_cmake cmake_fetched "-DAZU_SESSION_REPOSITORY=file://$work/repository"
)

names_the_missing_driver() (
    mkdir "$work/without" && cd "$work/without" || return 1
    echo 'cmake_minimum_required(VERSION 3.18)
project(without LANGUAGES CXX)
find_package(azu_session CONFIG REQUIRED COMPONENTS oracle)' >CMakeLists.txt
    ! cmake -S . -B build "-DCMAKE_PREFIX_PATH=$work/moved" >log 2>&1 && grep 'azu_session::oracle' log
)

refuses_another_version() (
    mkdir "$work/version" && cd "$work/version" || return 1
    echo 'cmake_minimum_required(VERSION 3.18)
project(version LANGUAGES CXX)
find_package(azu_session 0.2 CONFIG REQUIRED)' >CMakeLists.txt
    ! cmake -S . -B build "-DCMAKE_PREFIX_PATH=$work/moved" >log 2>&1 && grep '"0.2"' log
)

with_the_compiler_alone() (
    program_of make && g++ -std=c++20 -I"$repository/include" program.cpp -lSQLiteCpp -lsqlite3 -o program && clears ./program
)

check "as a Meson subproject" as_meson_subproject
check "installed below DESTDIR, and moved" install_and_move
check "what is installed names no place of its own" names_no_place
check "nothing but headers is installed among the headers" only_headers_among_headers
check "through pkg-config, with make" through_pkg_config
rm -rf "$work/make"
check "pkg-config's flags link for each store" links_each_store
check "with the compiler alone" with_the_compiler_alone
if command -v cmake >/dev/null; then
    check "as a package of CMake's" with_cmake cmake_package "-DCMAKE_PREFIX_PATH=$work/moved"
    check "a store that is not there is named" names_the_missing_driver
    check "another version is refused" refuses_another_version
    check "as a subdirectory of CMake's" as_cmake_subdirectory
    check "fetched by CMake" fetched_by_cmake
else
    skipped=5
    echo "skip - with CMake (it is not installed)"
fi

report
