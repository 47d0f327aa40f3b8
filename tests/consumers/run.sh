#!/bin/sh
# A program of its own takes the library as a Meson subproject, and from an installation through pkg-config.
#   run.sh REPOSITORY
set -u

repository=$1
. "$(dirname "$0")/../support/checking.sh"

as_subproject() {
    mkdir -p "$work/sub/subprojects"
    ln -s "$repository" "$work/sub/subprojects/azu_session"
    cp "$repository/examples/plan.cpp" "$work/sub/plan.cpp"
    cat >"$work/sub/meson.build" <<'MESON'
project('consumer', 'cpp', default_options: ['cpp_std=c++20', 'werror=true'])
executable('plan', 'plan.cpp', dependencies: dependency('azu_session', fallback: 'azu_session'))
MESON
    meson setup "$work/sub/build" "$work/sub" && ninja -C "$work/sub/build" && "$work/sub/build/plan" "$work/sub"
}

installed() {
    meson setup "$work/build" "$repository" --prefix "$work/prefix" &&
        meson install -C "$work/build" --no-rebuild --tags devel || return 1
    PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name azu_session.pc)")
    export PKG_CONFIG_PATH
    flags=$(pkg-config --cflags azu_session) || return 1
    g++ -std=c++20 $flags "$repository/examples/plan.cpp" -o "$work/plan" && "$work/plan" "$work"
}

headers_alone() {
    find "$work/prefix/include" -type f >"$work/installed"
    grep -q 'setup/templates\.hpp$' "$work/installed" && ! grep -v '\.hpp$' "$work/installed"
}

check "as a Meson subproject" as_subproject
check "installed, through pkg-config" installed
check "nothing but headers is installed among the headers" headers_alone

report
