#!/bin/sh
# The README's example is the file that the build compiles.
#   readme.sh REPOSITORY
set -u

example=$(awk '/^```cpp$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$1/README.md")
if [ -n "$example" ] && [ "$example" = "$(cat "$1/examples/detect_and_clear.cpp")" ]; then
    echo "1 passed, 0 failed, 0 skipped"
else
    echo "not ok - README.md and examples/detect_and_clear.cpp differ"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
