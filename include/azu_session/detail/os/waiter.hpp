#pragma once

#include <azu_session/error.hpp>
#include <azu_session/store.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// Waits on somebody's behalf, as patiently as they are.
class waiter {
public:
    using clock = std::chrono::steady_clock;

    /// How often the others are asked, at least.
    static constexpr std::chrono::milliseconds step{100};

    /// `what` is waited for, as "Redis at redis://localhost to answer".
    waiter(patience with, std::string what) : patience_(std::move(with)), what_(std::move(what)) {}

    /// A wait begins.
    void begin() { begun_ = clock::now(), told_ = false; }

    /// Called every `step` of a wait: says what is waited for where that takes long.
    void tell() {
        constexpr std::chrono::milliseconds silence{2'000};
        if (told_ || !patience_.waiting || clock::now() - begun_ <= silence) return;
        told_ = true;
        patience_.waiting(what_);
    }

    /// The same, and throws errc::interrupted when the wait is to end. An answer that is on its way gets a
    /// little time, since without it nobody knows what was done.
    void go_on() {
        constexpr std::chrono::milliseconds grace{500};
        tell();
        if (!cancelled()) return;
        auto now = clock::now();
        if (!cancelled_since_) cancelled_since_ = now;
        if (now - *cancelled_since_ >= grace) throw stopped();
    }

    /// Whether somebody wants the wait to end.
    bool cancelled() const { return patience_.cancelled && patience_.cancelled(); }

    error stopped() const {
        return {errc::interrupted, {"The wait for ", what_, " was ended."}, "Run it again for the rest."};
    }

    /// Whether there is anybody to be asked or told.
    bool in_charge() const { return patience_.cancelled || patience_.waiting; }

private:
    patience patience_;
    std::string what_;
    clock::time_point begun_ = clock::now();
    bool told_ = false;
    std::optional<clock::time_point> cancelled_since_; ///< when that was heard first
};

} // namespace azu_session::inline v0_1::detail
