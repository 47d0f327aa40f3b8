#pragma once

#include <azu_session/detail/store/distinct.hpp>
#include <azu_session/store.hpp>

#include <string_view>

namespace azu_session::inline v0_1::detail {

/// The sessions that a condition could not be decided for, each once, however many passes come upon it.
class unread_keys {
public:
    void add(std::string_view key) {
        if (seen_.insert(key)) found_.add(key);
    }
    const unread_sessions &found() const { return found_; }

private:
    distinct_texts seen_;
    unread_sessions found_;
};

} // namespace azu_session::inline v0_1::detail
