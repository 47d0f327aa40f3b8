#pragma once

#include <azu_session/detail/crystal/token.hpp>

#include <string_view>

namespace azu_session::inline v0_1::crystal::detail {

/// How strongly a binary operator binds; 0 when it is none. None has more bytes than a token's head.
inline int binding_strength(const token &operation) {
    if (operation.kind != token_kind::operation) return 0;
    switch (operation.head) {
    case head_of(".."):
    case head_of("..."):
        return 1;
    case head_of("||"):
        return 2;
    case head_of("&&"):
        return 3;
    case head_of("=="):
    case head_of("!="):
    case head_of("=~"):
    case head_of("!~"):
    case head_of("==="):
        return 4;
    case head_of("<"):
    case head_of("<="):
    case head_of(">"):
    case head_of(">="):
    case head_of("<=>"):
        return 5;
    case head_of("|"):
    case head_of("^"):
        return 6;
    case head_of("&"):
        return 7;
    case head_of("<<"):
    case head_of(">>"):
        return 8;
    case head_of("+"):
    case head_of("-"):
    case head_of("&+"):
    case head_of("&-"):
        return 9;
    case head_of("*"):
    case head_of("/"):
    case head_of("%"):
    case head_of("//"):
    case head_of("&*"):
        return 10;
    case head_of("**"):
    case head_of("&**"):
        return 11;
    default:
        return 0;
    }
}

/// Whether it is `=`, `||=`, `+=` and so on.
inline bool assigns(const token &operation) {
    if (operation.kind != token_kind::operation || !operation.text.ends_with('=')) return false;
    for (std::string_view other : {"==", "!=", "<=", ">=", "==="})
        if (operation.text == other) return false;
    return true;
}

} // namespace azu_session::inline v0_1::crystal::detail
