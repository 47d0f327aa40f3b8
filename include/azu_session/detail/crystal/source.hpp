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
        find_lines();
    }
    source(const source &) = delete;
    source &operator=(const source &) = delete;

    std::string_view text_of(const node &part) const {
        return std::string_view(text).substr(part.begin, part.end - part.begin);
    }

    /// The line, counted from 1, that a byte stands in.
    std::size_t line_of(std::uint32_t byte) const {
        auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), byte);
        auto index = static_cast<std::size_t>(next - line_starts_.begin());
        return lines_.empty() ? index + 1 : lines_[index];
    }

    /// What a part of the text is replaced with.
    struct replacement {
        std::uint32_t begin, end;
        std::string text;
    };

    /// Replaces parts of the text, in their order. Lines keep their numbers.
    void replace(const std::vector<replacement> &parts) {
        std::string changed;
        std::vector<std::size_t> lines = {line_of(0)};
        std::uint32_t done = 0;
        auto keep_until = [&](std::uint32_t end) {
            for (; done < end; ++done) {
                changed += text[done];
                if (text[done] == '\n') lines.push_back(line_of(done + 1));
            }
        };
        for (auto &part : parts) {
            keep_until(part.begin);
            changed += part.text;
            lines.insert(lines.end(),
                         static_cast<std::size_t>(std::count(part.text.begin(), part.text.end(), '\n')),
                         line_of(part.begin));
            done = part.end;
        }
        keep_until(static_cast<std::uint32_t>(text.size()));
        text = std::move(changed);
        syntax = {}; // before another takes as much
        syntax = parse(text);
        find_lines();
        lines_ = std::move(lines);
    }

    std::string name; ///< as messages name it
    std::string text;
    tree syntax;
    std::map<std::string, std::vector<file_index>, std::less<>> required; ///< files by what `require` names

private:
    void find_lines() {
        line_starts_.clear();
        for (std::size_t end = 0; (end = text.find('\n', end)) != std::string::npos;)
            line_starts_.push_back(static_cast<std::uint32_t>(++end));
    }

    std::vector<std::uint32_t> line_starts_; ///< of all lines but the first
    std::vector<std::size_t> lines_;         ///< the numbers of the lines of a text that was changed
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
