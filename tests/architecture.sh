#!/bin/sh
# The README's picture of the parts is that of the includes: every file is in one part, every arrow is an include, and
# every include from one part to another is an arrow, or follows from some.
#   architecture.sh REPOSITORY
set -u

. "$(dirname "$0")/support/checking.sh"
cd "$1" || exit

# Each include as the file and what it includes, named as in the picture.
includes() {
    { cd include/azu_session && grep -r '^#include <azu_session/' . && cd ../.. && grep -r '^#include <azu_session/' cli; } |
        sed -E 's|^\./||; s|:#include <azu_session/| |; s|\.hpp||g; s|>.*||'
}

is_as_drawn() {
    includes | awk '
        function wrong(what) { print what; failed = 1 }
        function part_of(file, folder) {
            folder = file
            sub(/[^\/]*$/, "", folder)
            if (file in part) return part[file]
            if (folder in part) return part[folder]
            wrong(file " is in no part")
        }
        FNR == NR && /^```/ { inside = /mermaid/ }
        FNR == NR && inside && /\["/ {
            split($0, piece, /\["|"\]/)
            sub(/^ +/, "", piece[1])
            for (i = split(piece[2], name, /<br\/>|, /); i > 0; --i) part[name[i]] = piece[1]
            parts[piece[1]]
        }
        FNR == NR && inside && / --> / { for (i = 3; i <= NF; i += 2) drawn[$1, $i] = reached[$1, $i] = $1 " --> " $i }
        FNR < NR {
            from = part_of($1)
            to = part_of($2)
            if (from != to) included[from, to] = $1 " includes " $2
        }
        END {
            for (arrow in drawn) if (!(arrow in included)) wrong(drawn[arrow] ": there is no such include")
            for (via in parts) for (a in parts) for (b in parts)
                if ((a, via) in reached && (via, b) in reached) reached[a, b]
            for (arrow in included) if (!(arrow in reached)) wrong(included[arrow] ": no arrows lead there")
            exit failed
        }' README.md -
}

check "the picture of the parts is as they include each other" is_as_drawn

report
