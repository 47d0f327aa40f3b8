#pragma once

#include <azu_session/detail/redis/failure.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/error.hpp>

#include <span>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// The keys of an answer to SCAN, whose first element is the next cursor. Throws where it is no such page.
inline std::span<redisReply *const> keys_of_page(const redisReply &page, std::string_view server) {
    if (is_error(page)) throw failure_of(text_of(page), "SCAN", server);
    if (!is_array(page) || page.elements != 2 || !is_array(*page.element[1]))
        throw error(errc::server, {"Redis at ", server, " gives an answer to SCAN that is no page."},
                    "Check that it is a Redis server.");
    return {page.element[1]->element, page.element[1]->elements};
}

} // namespace azu_session::inline v0_1::detail
