#include <azu_session/apply.hpp>

#include "support/system_calls.hpp"
#include "support/temporary_directory.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace az = azu_session;

namespace {

/// The application's lock, held as another process holds it.
class held_lock {
public:
    explicit held_lock(const std::filesystem::path &root)
        : descriptor_(open(root.c_str(), O_RDONLY | O_CLOEXEC)) {
        REQUIRE(flock(descriptor_, LOCK_EX | LOCK_NB) == 0);
    }
    held_lock(const held_lock &) = delete;
    held_lock &operator=(const held_lock &) = delete;
    ~held_lock() { close(descriptor_); }

private:
    int descriptor_;
};

az::setup_plan changing(const std::filesystem::path &root, const std::string &contents) {
    auto file = [&](const std::string &name) {
        return az::planned_file{
            .path = name, .status = az::file_status::force, .contents = contents, .previous = "old\n"};
    };
    return {.root = root, .files = {file("a.cr"), file("b.yml")}};
}

/// What became of it; nothing when it was applied.
std::optional<az::error> failure_of(const az::setup_plan &plan,
                                    std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    try {
        az::apply(plan, {.patience = patience});
    } catch (const az::error &failure) {
        return failure;
    }
    return std::nullopt;
}

struct application : support::temporary_directory {
    application() {
        write("a.cr", "old\n");
        write("b.yml", "old\n");
    }
    std::size_t entries() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path()), {}));
    }
};

} // namespace

TEST_CASE("a setup gives up after its patience, names the lock and writes nothing") {
    application app;
    auto link = app.path().string() + "-link";
    std::filesystem::create_symlink(app.path(), link);
    {
        held_lock other(app.path());
        for (const auto &root : {app.path(), std::filesystem::path(link)}) {
            auto failure = failure_of(changing(root, "new\n"), std::chrono::milliseconds(50));
            REQUIRE(failure);
            CHECK(failure->code() == az::errc::timeout);
            CHECK(std::string(failure->what()).find("holds the lock on " + root.string()) !=
                  std::string::npos);
            CHECK(failure->hint() != "");
        }
        CHECK(app.read("a.cr") == "old\n");
        application elsewhere;
        CHECK_FALSE(failure_of(changing(elsewhere.path(), "new\n"), std::chrono::milliseconds(0)));
    }
    CHECK_FALSE(failure_of(changing(link, "new\n")));
    CHECK(app.read("a.cr") == "new\n");
    CHECK(app.entries() == 2);
    std::filesystem::remove(link);
}

TEST_CASE("a setup that has waited for another finds what that has changed") {
    application app;
    std::optional<held_lock> other(app.path());
    auto waiting =
        std::async(std::launch::async, [&] { return failure_of(changing(app.path(), "second\n")); });
    app.write("b.yml", "first\n");
    other.reset();
    auto failure = waiting.get();
    REQUIRE(failure);
    CHECK(failure->code() == az::errc::conflict);
    CHECK(failure->what() == std::string("b.yml changed while setup ran; nothing was written."));
    CHECK(app.read("a.cr") == "old\n");
}

TEST_CASE("of several threads that set up one application, one does, and wholly") {
    for (int round = 0; round < 20; ++round) {
        application app;
        std::vector<std::future<std::optional<az::error>>> setups;
        for (std::string contents : {"1\n", "2\n", "3\n", "4\n"})
            setups.push_back(std::async(
                std::launch::async, [&app, contents] { return failure_of(changing(app.path(), contents)); }));
        int applied = 0;
        for (auto &setup : setups) {
            auto failure = setup.get();
            applied += failure ? 0 : 1;
            if (failure) CHECK(failure->code() == az::errc::conflict);
        }
        CHECK(applied == 1);
        CHECK(app.read("a.cr") == app.read("b.yml"));
        CHECK(app.read("a.cr") != "old\n");
        CHECK(app.entries() == 2);
    }
}

TEST_CASE("where there are no locks, setup goes on without") {
    application app;
    held_lock other(app.path());
    support::no_flock here;
    CHECK_FALSE(failure_of(changing(app.path(), "new\n")));
    CHECK(app.read("b.yml") == "new\n");

    support::temporary_directory parent;
    CHECK_FALSE(
        failure_of({.root = parent.path() / "missing", .files = {{.path = "a.cr", .contents = "new\n"}}}));
    CHECK(parent.read("missing/a.cr") == "new\n");
}
