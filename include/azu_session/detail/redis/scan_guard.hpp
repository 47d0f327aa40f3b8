#pragma once

#include <azu_session/error.hpp>

#include <cstdint>
#include <string_view>

namespace azu_session::inline v0_1::detail {

/// Ends a SCAN that does not come to an end: Redis' cursors pass its hash table from one end to the other, so
/// that each page is further on than all before. A server that counts otherwise may take as many pages as it
/// has keys.
class scan_guard {
public:
    /// So many pages may lead nowhere; beyond them, as many as there are `keys`.
    explicit scan_guard(std::uint64_t pages = 0, std::uint64_t keys = 0) : most_(pages + keys) {}

    /// A page ended at this fraction of the keyspace. Throws errc::server where that leads nowhere.
    void passed(double fraction, std::string_view server) {
        if (fraction > furthest_) {
            furthest_ = fraction;
            idle_ = 0;
        } else if (++idle_ > most_) {
            throw error(errc::server, {"Redis at ", server, " gives pages of keys (SCAN) without an end."},
                        "Check that it is a Redis server, and what stands between.");
        }
    }

private:
    std::uint64_t most_, idle_ = 0;
    double furthest_ = -1;
};

} // namespace azu_session::inline v0_1::detail
