#!/bin/sh
# azu is hardened: position independent, its relocations read-only from the start; and, where it is optimized, with checked
# calls and stacks.
#   hardened.sh AZU OPTIMIZED      OPTIMIZED is true or false
set -u

azu=$1
. "$(dirname "$0")/support/checking.sh"

has() { LC_ALL=C readelf "$1" -W "$azu" | tee "$work/read" | grep -q -e "$2" || { cat "$work/read" && return 1; }; }

check "position independent" has -d 'FLAGS_1.*PIE'
check "no lazy binding" has -d 'FLAGS_1.*NOW'
check "relocations that are read-only" has -l GNU_RELRO
check "no executable stack" has -l 'GNU_STACK.* RW '
if [ "$2" = true ]; then
    check "checked stacks" has --dyn-syms __stack_chk_fail
    check "checked calls" has --dyn-syms '__[a-z]*_chk@'
else
    skipped=2
    echo "skip - checked stacks and calls (azu is not optimized)"
fi

report
