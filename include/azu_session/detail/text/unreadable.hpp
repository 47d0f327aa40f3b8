#pragma once

#include <azu_session/detail/text/lines.hpp>

#include <algorithm>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Why bytes are not what somebody wrote, as "is encrypted", which may follow "it"; empty where they may be.
inline std::string_view unreadable(std::string_view text) {
    if (text.find('\0') != text.npos || text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return "is no text in UTF-8";
    for (std::string_view begin : {"Salted__", "U2FsdGVkX1", "age-encryption.org/",
                                   "-----BEGIN AGE ENCRYPTED", "-----BEGIN PGP", "$ANSIBLE_VAULT;"})
        if (text.starts_with(begin)) return "is encrypted";
    if (text.find("ENC[AES256_GCM,") != text.npos && text.find("sops") != text.npos) return "is encrypted";
    if (text.starts_with("version https://git-lfs.github.com/")) return "only points to a file in Git LFS";
    return {};
}

/// Whether it has a character that no editor writes of itself.
inline bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return c >= 0 && c < ' ' && !(c >= '\t' && c <= '\r') && c != '\x1b'; });
}

/// Whether Git marks a conflict with this line: seven times one character, and at most a name behind a blank.
inline bool is_conflict_marker(std::string_view line) {
    if (line.empty() || std::string_view("<|=>").find(line.front()) == line.npos) return false;
    auto length = std::min(line.find_first_not_of(line.front()), line.size());
    return length == 7 && (line.size() == 7 || line[7] == ' ');
}

/// Whether a conflict begins or ends in a text. A line of `=` alone may underline something.
inline bool has_conflict(std::string_view text) {
    while (!text.empty()) {
        auto line = take_line(text);
        if (is_conflict_marker(line) && (line.front() == '<' || line.front() == '>')) return true;
    }
    return false;
}

} // namespace azu_session::inline v0_1::detail
