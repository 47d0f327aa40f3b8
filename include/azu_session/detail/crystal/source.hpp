#pragma once

#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/crystal/value.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::crystal {

/// One file of a program. Its tree is made of views of its text: it stays where it is.
struct source {
    source(std::string file_name, std::string file_text)
        : name(std::move(file_name)), text(std::move(file_text)), syntax(parse(text)) {
        for (std::size_t end = 0; (end = text.find('\n', end)) != std::string::npos;)
            line_starts_.push_back(static_cast<std::uint32_t>(++end));
    }
    source(const source &) = delete;
    source &operator=(const source &) = delete;

    std::string_view text_of(const node &part) const {
        return std::string_view(text).substr(part.begin, part.end - part.begin);
    }

    /// The line, counted from 1, that a byte stands in.
    std::size_t line_of(std::uint32_t byte) const {
        auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
        return static_cast<std::size_t>(next - line_starts_.begin()) + 1;
    }

    std::string name;           ///< as messages name it
    bool brought_along = false; ///< by the library
    std::string text;
    tree syntax;
    std::map<std::string, std::vector<file_index>, std::less<>> required; ///< files by what `require` names

private:
    std::vector<std::uint32_t> line_starts_; ///< of all lines but the first
};

/// The files of a program, the first of which is run.
using program = std::deque<source>;

/// A place as messages name it.
inline std::string describe(const program &files, place where) {
    if (where.file >= files.size()) return "the program";
    return files[where.file].name + ":" + std::to_string(files[where.file].line_of(where.begin));
}

} // namespace azu_session::inline v0_1::crystal
