#pragma once

#include <azu_session/crystal/parser.hpp>

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::crystal {

/// One file of a program. Its tree is made of views of its text: it stays where it is.
struct source {
    source(std::string file_name, std::string file_text)
        : name(std::move(file_name)), text(std::move(file_text)), syntax(parse(text)) {}
    source(const source &) = delete;
    source &operator=(const source &) = delete;

    std::string_view text_of(const node &part) const {
        return std::string_view(text).substr(part.begin, part.end - part.begin);
    }

    std::string name; ///< as messages name it
    std::string text;
    tree syntax;
    std::map<std::string, std::vector<std::size_t>, std::less<>> required; ///< files by what `require` names
};

/// The files of a program, the first of which is run.
using program = std::deque<source>;

} // namespace azu_session::crystal
