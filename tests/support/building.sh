# Sourced by the scripts that need Debian packages, or azu itself.

# install_missing PACKAGE...: installs those that are not there yet, with sudo where not root, and says so.
install_missing() {
    if ! command -v dpkg-query >/dev/null; then
        echo "This is no Debian system: install what these packages hold yourself: $*"
        return 0
    fi
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "Installing Debian packages:$missing"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # Unquoted: one word a package.
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing >/dev/null
}

# What building the library's programs takes.
build_packages="g++ meson ninja-build pkg-config libhiredis-dev libpqxx-dev libsqlitecpp-dev libsqlite3-dev libssl-dev
    libkainjow-mustache-dev libcxxopts-dev"

# build_azu REPOSITORY BUILD_DIRECTORY: builds cli/azu there; shows what the build prints only where it fails.
build_azu() {
    install_missing $build_packages
    echo "Building azu..."
    build_log=$(mktemp)
    { [ -f "$2/build.ninja" ] || meson setup "$2" "$1"; } >"$build_log" 2>&1 && ninja -C "$2" cli/azu >>"$build_log" 2>&1 ||
        { cat "$build_log" && rm "$build_log" && exit 1; }
    rm "$build_log"
}
