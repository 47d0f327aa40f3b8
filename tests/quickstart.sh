#!/bin/sh
# The quickstart clears its 142 sessions, in the database and in Redis, and leaves another application's key alone.
#   quickstart.sh REPOSITORY BUILD_DIRECTORY
set -u

shown=$(AZU_BUILD_DIR=$2 sh "$1/examples/quickstart.sh" 2>&1)
cleared=$(printf '%s\n' "$shown" | grep -c '^Cleared 142 session(s)$')
if [ "$cleared" = 2 ] && printf '%s\n' "$shown" | grep -q '^Left in Redis: another-application$'; then
    echo "1 passed, 0 failed, 0 skipped"
else
    printf '%s\n' "not ok - the quickstart printed:" "$shown"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
