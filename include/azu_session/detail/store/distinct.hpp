#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// Tells apart what was seen before, such as keys that SCAN repeats when the server's table is resized.
/// Remembers 64 bits of each: 11 to 22 bytes of memory a key, and an error of one key in ten million
/// has a probability below one in 300,000.
class distinct_texts {
public:
    /// False when the key was seen before.
    bool insert(std::string_view key) {
        if ((size_ + 1) * 4 > slots_.size() * 3) grow();
        auto &slot = slot_of(std::hash<std::string_view>{}(key) | 1);
        if (slot != 0) return false;
        slot = std::hash<std::string_view>{}(key) | 1; // 0 is an empty slot
        ++size_;
        return true;
    }

private:
    std::uint64_t &slot_of(std::uint64_t hash) {
        for (auto at = (hash >> 1) & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1))
            if (slots_[at] == 0 || slots_[at] == hash) return slots_[at];
    }

    void grow() {
        std::vector<std::uint64_t> old(slots_.empty() ? 1024 : slots_.size() * 2);
        old.swap(slots_);
        for (auto hash : old)
            if (hash != 0) slot_of(hash) = hash;
    }

    std::vector<std::uint64_t> slots_;
    std::size_t size_ = 0;
};

} // namespace azu_session::inline v0_1::detail
