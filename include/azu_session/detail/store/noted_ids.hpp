#pragma once

#include <azu_session/detail/store/distinct.hpp>
#include <azu_session/detail/store/random.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// How many sessions a sweep notes, to look for them again at its end.
inline constexpr std::size_t most_noted = 1'000;

/// The ids (or keys) of some of any number of sessions, each as likely as any other to be among them
/// (reservoir sampling); of all of them while they are few.
class noted_ids {
public:
    explicit noted_ids(std::size_t most = most_noted) : most_(most) {}

    void offer(std::string_view id) {
        if (full() && random_.below(offered_ + 1) >= most_) {
            ++offered_;
            return;
        }
        if (!known_.insert(id)) return;
        ++offered_;
        if (full())
            ids_[random_.below(most_)] = id;
        else
            ids_.emplace_back(id);
    }

    const std::vector<std::string> &all() const { return ids_; }
    bool full() const { return ids_.size() == most_; }

private:
    std::size_t most_;
    std::vector<std::string> ids_;
    distinct_texts known_;
    std::uint64_t offered_ = 0;
    random_numbers random_;
};

} // namespace azu_session::inline v0_1::detail
