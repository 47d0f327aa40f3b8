#!/bin/sh
# The header of templates is made from the templates as they are now, and Crystal's formatter reads these as they stand.
#   templates.sh REPOSITORY
set -u

setup=$1/include/azu_session/detail/setup
. "$(dirname "$0")/support/checking.sh"

up_to_date() {
    sh "$setup/templates/make_header.sh" | diff "$setup/templates.hpp" - && return
    echo "Run: sh $setup/templates/make_header.sh >$setup/templates.hpp"
    return 1
}

# header_with LINE: the header, were this the last line of pool.cr.
header_with() {
    rm -rf "$work/templates"
    cp -R "$setup/templates" "$work/templates"
    printf '%s\n' "$1" >>"$work/templates/pool.cr"
    sh "$work/templates/make_header.sh"
}

keeps_line() {
    header_with "$1" | grep -Fx -e "$1"
}

refuses_end_of_literal() {
    ! header_with 'puts ")template"'
}

check "templates.hpp is made from the templates" up_to_date
for line in '{{x}} {% if y %} \{{z}} "\n"' '  # {{#redis}}' 'Box.new(VERSION)'; do
    check "a template that is not mustache keeps $line" keeps_line "$line"
done
check "a template that would end its C++ literal is refused" refuses_end_of_literal
if command -v crystal >/dev/null; then
    check "the templates are formatted" crystal tool format --check "$setup/templates"
else
    skipped=1
    echo "skip - the templates are formatted (Crystal is not installed)"
fi

report
