#!/bin/sh
# azu and its stores are hardened: position independent, their relocations read-only from the start; and, where it is optimized, with checked
# calls and stacks.
#   hardened.sh AZU STORES OPTIMIZED      STORES is the module that it loads, OPTIMIZED true or false
set -u

azu=$1 stores=$2
. "$(dirname "$0")/support/checking.sh"

# has FILE WHAT PATTERN
has() { LC_ALL=C readelf "$2" -W "$1" | tee "$work/read" | grep -q -e "$3" || { cat "$work/read" && return 1; }; }

both_have() { has "$azu" "$@" && has "$stores" "$@"; }

check "position independent" has "$azu" -d 'FLAGS_1.*PIE'
check "no lazy binding" both_have -d 'FLAGS_1.*NOW'
check "relocations that are read-only" both_have -l GNU_RELRO
check "no executable stack" both_have -l 'GNU_STACK.* RW '
if [ "$3" = true ]; then
    check "checked stacks" both_have --dyn-syms __stack_chk_fail
    check "checked calls" both_have --dyn-syms '__[a-z]*_chk@'
else
    skipped=2
    echo "skip - checked stacks and calls (azu is not optimized)"
fi

report
