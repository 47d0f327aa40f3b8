#include <azu_session/inspection.hpp>
#include <azu_session/store.hpp>

#include <doctest/doctest.h>

#include <memory>

namespace az = azu_session;

namespace {

/// A store that says nothing but how many sessions it has, a tenth of them a batch.
class counting_store : public az::store {
public:
    explicit counting_store(std::uint64_t sessions) : sessions_(sessions) {}

    std::unique_ptr<az::sweep> remove(const az::selection &) override { return nullptr; }
    std::unique_ptr<az::sweep> count(const az::selection &) override {
        return std::make_unique<tenths>(sessions_);
    }

private:
    class tenths : public az::sweep {
    public:
        explicit tenths(std::uint64_t sessions) : sessions_(sessions) {}
        az::batch next() override {
            ++done_;
            return {.removed = sessions_ / 10, .progress = done_ / 10.0, .done = done_ == 10};
        }

    private:
        std::uint64_t sessions_;
        int done_ = 0;
    };

    std::uint64_t sessions_;
};

} // namespace

TEST_CASE("a store that only counts is counted, or extrapolated when it is to end") {
    counting_store sessions(1'000);
    auto all = sessions.inspect({.time = std::chrono::minutes(1)});
    CHECK(all.sessions == 1'000);
    CHECK(all.exact);
    CHECK(!all.lifetimes);
    auto some = sessions.inspect({.time = std::chrono::minutes(1), .cancelled = [] { return true; }});
    CHECK(some.sessions == 1'000);
    CHECK(!some.exact);
    CHECK(some.counted == doctest::Approx(0.1));
    CHECK(!sessions.inspect({.time = std::chrono::milliseconds(0)}).exact);
}

TEST_CASE("lifetimes fall into buckets up to their bounds") {
    az::lifetimes remaining;
    CHECK(remaining.sessions() == 0);
    CHECK(!remaining.next());
    CHECK(!remaining.last());
    remaining.add(60);
    remaining.add(60.5);
    remaining.add(1e9);
    remaining.add(0);
    remaining.add(-10);
    remaining.add_endless();
    CHECK(remaining.buckets()[0] == 1);
    CHECK(remaining.buckets()[1] == 1);
    CHECK(remaining.buckets().back() == 1);
    CHECK(remaining.expired() == 2);
    CHECK(remaining.endless() == 1);
    CHECK(remaining.sessions() == 6);
    CHECK(remaining.sum() == doctest::Approx(1e9 + 120.5));
    CHECK(remaining.next() == 60);
    CHECK(remaining.last() == 1e9);
}

TEST_CASE("a sample stands for all sessions") {
    az::lifetimes sample;
    sample.add(30, 3);
    sample.add(-1, 1);
    auto all = sample.scaled_to(400);
    CHECK(all.buckets()[0] == 300);
    CHECK(all.expired() == 100);
    CHECK(all.sum() == doctest::Approx(9'000));
    CHECK(all.next() == 30);
    CHECK(az::lifetimes().scaled_to(5).sessions() == 0);
}
