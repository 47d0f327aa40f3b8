#!/bin/sh
# Doxygen makes the API reference without a warning, and warns of a public name that has no comment.
#   reference.sh REPOSITORY
set -u

. "$(dirname "$0")/support/checking.sh"
if ! command -v doxygen >/dev/null; then
    echo "skip - the API reference (Doxygen is not installed)"
    echo "0 passed, 0 failed, 1 skipped"
    exit
fi

# A copy, beside which the reference is made.
cp -R "$1/include" "$work/include"
cd "$work/include" || exit

explains_open_store() { grep 'Connects to the store that the settings are for' ../build-api/namespaceazu__session.html; }

refuses_uncommented() {
    printf 'namespace azu_session::inline v0_1 {\n%s\n}\n' "$1" >azu_session/new.hpp
    ! doxygen 2>"$work/warnings" && grep 'name.* is not documented' "$work/warnings"
}

check "the reference is made without a warning" doxygen
check "it has the functions" explains_open_store
for name in 'void name();' '/// One.
struct name { int member; };'; do
    check "a name without a comment is refused: $name" refuses_uncommented "$name"
done

report
