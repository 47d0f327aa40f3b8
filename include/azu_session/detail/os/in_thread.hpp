#pragma once

#include <azu_session/detail/os/waiter.hpp>

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// What a thread makes, and that it is done.
template <class Result>
struct thread_outcome {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::shared_ptr<Result> result;
    std::exception_ptr failure;
};

/// Does what cannot be ended from outside, as looking a host's name up, in a thread of its own, and waits for
/// it. Where that wait is ended, the thread goes on until it is done, and what it makes is dropped: `work`
/// must hold all that it uses.
template <class Result, class Work>
std::shared_ptr<Result> in_thread(waiter &wait, Work work) {
    if (!wait.in_charge()) return work();
    auto outcome = std::make_shared<thread_outcome<Result>>();
    auto run = [outcome, work] {
        std::shared_ptr<Result> result;
        std::exception_ptr failure;
        try {
            result = work();
        } catch (...) {
            failure = std::current_exception();
        }
        std::lock_guard lock(outcome->mutex);
        outcome->result = std::move(result);
        outcome->failure = std::move(failure);
        outcome->done = true;
        outcome->changed.notify_one();
    };
    struct left_alone {
        std::thread thread;
        ~left_alone() {
            if (thread.joinable()) thread.detach();
        }
    } made;
    try {
        made.thread = std::thread(run);
    } catch (const std::system_error &) { // there is no thread to be had
        return work();
    }
    wait.begin();
    std::unique_lock lock(outcome->mutex);
    while (!outcome->changed.wait_for(lock, waiter::step, [&] { return outcome->done; })) {
        lock.unlock();
        wait.go_on();
        lock.lock();
    }
    lock.unlock();
    made.thread.join(); // what it holds for itself, as OpenSSL's errors, is gone then
    if (outcome->failure) std::rethrow_exception(outcome->failure);
    return std::move(outcome->result);
}

} // namespace azu_session::inline v0_1::detail
