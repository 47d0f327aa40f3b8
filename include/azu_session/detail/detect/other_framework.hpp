#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/source.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Where a program speaks of sessions that are not the session shard's.
struct other_framework {
    std::string name; ///< as it stands there: "Kemal::Session", "session_store"
    crystal::place where;
};

inline bool speaks_of_sessions(std::string_view text) {
    constexpr std::string_view word = "session";
    auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// Looks through the tokens of a program, whether they run or not: what a framework's configuration looks
/// like is not known, but it says `session` somewhere.
class session_finder {
public:
    explicit session_finder(const crystal::program &files) : files_(files) {}

    /// The first constant or other name that speaks of sessions. Nothing where the program refers to the
    /// shard's `Session` (`Session.configure`, `Session::Config`, `::Session`): then it sets that up.
    std::optional<other_framework> find() {
        for (; file_ < files_.own().size(); ++file_) {
            tokens_ = crystal::lex(files_[file_].text);
            for (std::size_t i = 0; i < tokens_.size(); i = behind_path(i)) {
                if (refers_to_shard(i)) return std::nullopt;
                if (!found_) consider(i);
            }
        }
        return found_;
    }

private:
    bool is(std::size_t i, crystal::token_kind kind, crystal::spelling text) const {
        return i < tokens_.size() && tokens_[i].is(kind, text);
    }
    bool joins(std::size_t i) const { return is(i, crystal::token_kind::operation, "::"); }
    bool is_constant(std::size_t i) const {
        return i < tokens_.size() && tokens_[i].kind == crystal::token_kind::constant;
    }

    std::size_t behind_path(std::size_t i) const {
        while (is_constant(i) && joins(i + 1) && is_constant(i + 2))
            i += 2;
        return i + 1;
    }

    /// A program that gives the name `Session` to something of its own means that by it.
    bool refers_to_shard(std::size_t i) {
        if (!is(i, crystal::token_kind::constant, "Session")) return false;
        if (i > 0 && joins(i - 1)) return true;
        bool path = joins(i + 1);
        bool defined = i > 0 && tokens_[i - 1].kind == crystal::token_kind::keyword && !path &&
                       (tokens_[i - 1].text == "class" || tokens_[i - 1].text == "module" ||
                        tokens_[i - 1].text == "struct" || tokens_[i - 1].text == "alias");
        own_ = own_ || (defined && tokens_[i - 1].text != "module") ||
               is(i + 1, crystal::token_kind::operation, "=");
        return !own_ && !defined;
    }

    void consider(std::size_t i) {
        using enum crystal::token_kind;
        auto kind = tokens_[i].kind;
        if (kind != constant && kind != identifier && kind != variable && kind != symbol) return;
        auto last = tokens_[behind_path(i) - 1].text;
        auto *begin = tokens_[i].text.data();
        std::string_view name(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
        auto offset = static_cast<std::uint32_t>(begin - files_[file_].text.data());
        if (speaks_of_sessions(name)) found_ = {std::string(name), {file_, offset}};
    }

    const crystal::program &files_;
    crystal::file_index file_ = 0;
    std::vector<crystal::token> tokens_; ///< of that file
    bool own_ = false;
    std::optional<other_framework> found_;
};

inline std::optional<other_framework> find_other_framework(const crystal::program &files) {
    return session_finder(files).find();
}

} // namespace azu_session::inline v0_1::detail
