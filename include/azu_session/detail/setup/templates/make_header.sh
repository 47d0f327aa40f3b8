#!/bin/sh
# Prints ../templates.hpp, which is made from the templates beside this script:
#   sh make_header.sh >../templates.hpp
#
# Each of them is Crystal or SQL as it stands, which `crystal tool format` reads. configuration.cr and migration.cr are
# mustache as well; where Crystal could not read a tag, they have something else in its place: comment lines
# (`# {{#redis}}`) around a section, and VERSION among a type's arguments, for `{{version}}_i64`.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"

as_mustache() {
    awk '
        /^ *# [{][{][#^\/][a-z]+[}][}]$/ { sub(/# /, "") }
        { sub(/\(VERSION\)/, "({{version}}_i64)"); print }' "$1"
}

constant() {
    printf '\n/// templates/%s\ninline constexpr std::string_view %s = R"template(' "$1" "${1%.*}"
    case $1 in
    configuration.cr | migration.cr) as_mustache "$1" ;;
    *) cat "$1" ;;
    esac
    echo ')template";'
}

if grep -F ')template"' -- *.cr *.sql >&2; then
    echo 'make_header.sh: )template" would end the C++ literal; choose another delimiter here.' >&2
    exit 1
fi

cat <<'HEADER'
#pragma once

// Made by templates/make_header.sh from the files beside it: change those, and run it again.
// clang-format off

#include <string_view>

namespace azu_session::inline v0_1::detail::templates {
HEADER
for file in *.cr *.sql; do
    constant "$file"
done
echo
echo '} // namespace azu_session::detail::templates'
