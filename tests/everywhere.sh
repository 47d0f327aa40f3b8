#!/bin/sh
# Runs the whole suite in fresh systems of Debian 12 and 13, and what uses Redis once more with Valkey in its place. Takes
# root, and about 20 minutes and 3 GB for each.
#   everywhere.sh [RELEASE...]      DEBIAN_ROOTS=DIRECTORY keeps the systems, for the next time
set -eu

[ $# -gt 0 ] || set -- bookworm trixie
repository=$(cd "$(dirname "$0")/.." && pwd)
. "$repository/tests/support/building.sh"
[ "$(id -u)" = 0 ] || { echo "This makes whole systems. Run it as root." >&2 && exit 1; }
install_missing debootstrap git
roots=${DEBIAN_ROOTS:-$(mktemp -d)}

leave() {
    for mounted in "$roots"/*/dev "$roots"/*/proc; do
        ! mountpoint -q "$mounted" || umount -R "$mounted"
    done
    [ -n "${DEBIAN_ROOTS:-}" ] || rm -rf "$roots"
}
trap leave EXIT
trap 'exit 130' INT TERM

# make_system RELEASE: as it is right after an installation, with the repository's last commit in it.
make_system() {
    [ -d "$roots/$1/etc/apt" ] || debootstrap --variant=minbase "$1" "$roots/$1" >"$roots/$1.log"
    rm -rf "$roots/$1/azu_session"
    rm -rf "$roots/$1/opt/valkey"
    git clone --quiet "$repository" "$roots/$1/azu_session"
    for mounted in dev proc; do
        mountpoint -q "$roots/$1/$mounted" || mount --rbind --make-rslave "/$mounted" "$roots/$1/$mounted"
    done
}

# inside RELEASE COMMAND...
inside() {
    root=$roots/$1
    shift
    env -i PATH="/opt/valkey:$PATH" HOME=/root LC_ALL=C.UTF-8 chroot "$root" "$@"
}

# Puts Valkey in the place of Redis. A release that has none has it among its backports.
install_valkey() {
    inside "$1" sh -ec '
        [ "$(apt-cache madison valkey-server)" ] || {
            sed "s/ $1 / $1-backports /" /etc/apt/sources.list >/etc/apt/sources.list.d/backports.list
            apt-get update -qq
        }
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y valkey-server valkey-tools >/dev/null
        mkdir -p /opt/valkey
        for program in server cli; do
            ln -sf "$(command -v valkey-$program)" "/opt/valkey/redis-$program"
        done' sh "$1"
}

# The tests that start a server; the one for TLS is there where hiredis has it.
run_with_valkey() {
    inside "$1" sh -ec '
        redis-server --version
        cd /azu_session/build-tests/clang++
        meson test --no-rebuild --print-errorlogs $(meson test --list 2>/dev/null | grep -oE "(redis(_tls)?|proof|cli|examples)$")'
}

failed=0
for release; do
    echo "$release, with Redis:"
    make_system "$release"
    inside "$release" sh /azu_session/tests/run.sh || failed=1
    echo "$release, with Valkey:"
    install_valkey "$release"
    run_with_valkey "$release" || failed=1
done
exit "$failed"
