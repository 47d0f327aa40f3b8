#pragma once

#include <hiredis/hiredis.h>

#include <charconv>
#include <cstdint>
#include <memory>
#include <string_view>

namespace azu_session::inline v0_1::detail {

struct reply_deleter {
    void operator()(redisReply *tree) const { freeReplyObject(tree); }
};

/// One answer of a Redis server; never null.
using redis_reply = std::unique_ptr<redisReply, reply_deleter>;

inline bool is_error(const redisReply &answer) { return answer.type == REDIS_REPLY_ERROR; }
inline bool is_array(const redisReply &answer) { return answer.type == REDIS_REPLY_ARRAY; }

/// The text of a string, status or error; empty for anything else.
inline std::string_view text_of(const redisReply &answer) {
    return answer.str ? std::string_view(answer.str, answer.len) : std::string_view();
}

/// Whether a cluster's node says that the key is to be asked for at another one.
inline bool is_redirection(const redisReply &answer) {
    auto text = text_of(answer);
    return is_error(answer) && (text.starts_with("MOVED ") || text.starts_with("ASK "));
}

/// An integer, or a string of digits as SCAN's cursor is; 0 for anything else.
inline std::uint64_t number_of(const redisReply &answer) {
    if (answer.type == REDIS_REPLY_INTEGER) return static_cast<std::uint64_t>(answer.integer);
    std::uint64_t value = 0;
    auto digits = text_of(answer);
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace azu_session::inline v0_1::detail
