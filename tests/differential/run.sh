#!/bin/sh
# Judges detection by Crystal: configuration programs are run by `crystal` with recording stand-ins for the stores, and
# read by azu_session::detect, in each environment of environments.txt. Those of hand_written/ and PROGRAMS more that
# are generated from grammar.txt. Fails on one answer of detection that is not Crystal's, and shows the programs; a
# refusal is counted, and no failure.
#   run.sh [PROGRAMS [SEED]]
#   DIFFERENTIAL    the program that compares; otherwise it is built
#   SHOW            what to show: "wrong", "refused" (and wrong) or "all" runs
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

if [ -z "${DIFFERENTIAL:-}" ]; then
    DIFFERENTIAL=$work/differential
    ${CXX:-g++} -std=c++20 -O1 -I"$here/../../include" "$here"/*.cpp -o "$DIFFERENTIAL"
fi
"$DIFFERENTIAL" "$here" "$work" "${1:-150}" "${2:-1}" "$here"/hand_written/*.cr
