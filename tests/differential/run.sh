#!/bin/sh
# Judges detection by Crystal: programs of hand_written/ are run by `crystal` with recording stand-ins, and read by
# azu_session::detect, in each environment of environments.txt. Fails on one answer that differs from Crystal's;
# that detection refuses is counted, and no failure.
#   DIFFERENTIAL    the program that compares; otherwise it is built
#   SHOW            also shows the runs that are "refused", or "all"
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

if [ -z "${DIFFERENTIAL:-}" ]; then
    DIFFERENTIAL=$work/differential
    ${CXX:-g++} -std=c++20 -O1 -I"$here/../../include" "$here"/*.cpp -o "$DIFFERENTIAL"
fi
"$DIFFERENTIAL" "$here" "$work" "$here"/hand_written/*.cr
