#pragma once

#include <azu_session/detail/text/yaml_flow.hpp>
#include <azu_session/detail/text/yaml_lines.hpp>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Follows a document line by line and tells whether each line is where YAML allows it. Knows block mappings
/// and lists of values that end on their lines, plain and block scalars over several; a mapping at column 0
/// is outermost. What it refuses may be YAML still; what it takes is.
class yaml_outline {
public:
    /// Whether the line fits behind those before it.
    bool take(const yaml_line &line) {
        if (line.scalar) return true;
        if (line.blank) {
            // A comment ends a plain scalar.
            if (!trim(line.text).empty() && below == content::text) below = content::none;
            return true;
        }
        auto column = line.indent;
        auto text = trim(line.text);
        if (below == content::text && column > levels.back().column) return take_plain(text);
        leave(column);
        bool own_line = true; // nothing of the value's parent is on it
        while (is_yaml_item(text)) {
            if (!enter(column, true)) return false;
            auto behind = std::min(text.find_first_not_of(' ', 1), text.size());
            text.remove_prefix(behind);
            column += behind;
            own_line = false;
        }
        if (auto key = yaml_key(text); !key.empty())
            return key.size() < longest_key && enter(column, false) && take_value(yaml_value(text));
        if (!own_line) return take_value(text);
        bool fits = below == content::any && column > levels.back().column;
        return fits && text.find_first_of("&!*|>") != 0 && take_value(text);
    }

private:
    struct level {
        std::size_t column;
        bool list;
    };
    enum class content { none, text, any };

    static constexpr std::size_t longest_key = 1000; // YAML's own limit is 1024 characters
    static constexpr std::size_t deepest = 64;

    void leave(std::size_t column) {
        while (!levels.empty() && levels.back().column > column) {
            levels.pop_back();
            below = content::none;
        }
    }

    /// Goes to the collection that has its keys or items at the column; opens it where one may begin.
    bool enter(std::size_t column, bool list) {
        // A list may stand at the column of the key that has it.
        if (levels.size() > 1 && !list && levels.back().list && levels[levels.size() - 2].column == column)
            levels.pop_back();
        bool here = !levels.empty() && levels.back().column == column;
        if (!here || levels.back().list != list) {
            bool begins = levels.empty() ? !list && column == 0 : below == content::any && (!here || list);
            if (!begins || levels.size() == deepest) return false;
            levels.push_back({column, list});
        }
        below = content::any;
        return true;
    }

    bool take_value(std::string_view value) {
        bool named = false, tagged = false;
        while (value.starts_with('&') || value.starts_with('!')) {
            bool anchor = value.starts_with('&');
            auto word = take_word(value);
            value = trim(value);
            if (std::exchange(anchor ? named : tagged, true) || !is_name(word.substr(1), anchor))
                return false;
            if (anchor) anchors.insert(word.substr(1));
        }
        if (is_yaml_comment(value)) return true;
        below = content::none;
        if (auto head = read_block_scalar_head(value)) return !head->keep;
        if (value.starts_with('*')) return !named && !tagged && take_alias(value);
        if (value.find_first_of("\"'[{") != 0) return take_plain(value);
        auto length = value_length(value);
        return length > 0 && ends_behind(value, length);
    }

    bool take_plain(std::string_view text) {
        auto length = plain_length(text, false);
        below = length == text.size() ? content::text : content::none;
        return length > 0;
    }

    bool take_alias(std::string_view value) {
        auto name = value.substr(1, value.find(' ') - 1);
        return ends_behind(value, name.size() + 1) && anchors.count(name) > 0;
    }

    static bool ends_behind(std::string_view value, std::size_t length) {
        auto rest = value.substr(length);
        return rest.empty() || (rest.starts_with(' ') && is_yaml_comment(rest));
    }

    /// Whether a word is an anchor's name, or a tag behind its first exclamation mark.
    static bool is_name(std::string_view word, bool anchor) {
        if (!anchor && word.starts_with('!')) word.remove_prefix(1);
        return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
            return std::isalnum(c) || c == '-' || c == '_';
        });
    }

    std::vector<level> levels;     ///< the collections that are open, outermost first
    content below = content::none; ///< what may stand on the next line, deeper than the last
    std::set<std::string_view> anchors;
};

} // namespace azu_session::inline v0_1::detail
