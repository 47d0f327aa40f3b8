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

    std::string name; ///< as messages name it
    std::string text;
    tree syntax;
    std::map<std::string, std::vector<file_index>, std::less<>> required; ///< files by what `require` names

private:
    std::vector<std::uint32_t> line_starts_; ///< of all lines but the first
};

/// The files of a program, the first of which is run, and behind them those that the library brings along.
class program {
public:
    source &add(std::string name, std::string text) {
        return own_.emplace_back(std::move(name), std::move(text));
    }

    /// A file that every program has; it has to live longer than each.
    void bring_along(const source &file) { brought_along_.push_back(&file); }

    std::deque<source> &own() { return own_; }
    const std::deque<source> &own() const { return own_; }

    std::size_t size() const { return own_.size() + brought_along_.size(); }
    const source &operator[](std::size_t index) const {
        return index < own_.size() ? own_[index] : *brought_along_[index - own_.size()];
    }

private:
    std::deque<source> own_;
    std::vector<const source *> brought_along_;
};

/// A place as messages name it.
inline std::string describe(const program &files, place where) {
    if (where.file >= files.size()) return "the program";
    return files[where.file].name + ":" + std::to_string(files[where.file].line_of(where.begin));
}

} // namespace azu_session::inline v0_1::crystal
