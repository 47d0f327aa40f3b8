#!/bin/sh
# The README's recording shows what azu prints now, but for the numbers, of which each run measures some.
#   recording.sh REPOSITORY
set -u

. "$(dirname "$0")/support/checking.sh"

words_of() { sed 's/<[^>]*>//g; s/[0-9.][0-9.]*//g' "$1"; }

is_as_recorded() {
    sh "$1/examples/recording/record.sh" "$work/recording.svg" || return 1
    words_of "$1/examples/recording/recording.svg" >"$work/recorded"
    words_of "$work/recording.svg" | diff "$work/recorded" - && return
    echo "Run: sh examples/recording/record.sh"
    return 1
}

check "the recording is of azu as it is now" is_as_recorded "$1"

report
