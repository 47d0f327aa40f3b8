// Logs everybody out of an application, wherever it keeps its sessions; Ctrl-C stops it between two batches:
//     detect_and_clear DIRECTORY
#include <azu_session/clear.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/stores/all.hpp>

#include <atomic>
#include <csignal>
#include <iostream>

namespace az = azu_session;

// Atomic, since a store that waits for its server asks from another thread.
std::atomic<bool> interrupted = false;

void note_interrupt(int) { interrupted = true; }

bool is_interrupted() { return interrupted; }

// Called after every batch, of which there may be thousands: prints each percentage once.
void show(const az::clear_progress &so_far) {
    static int shown = 0;
    auto percent = static_cast<int>(so_far.fraction * 100);
    if (percent > shown) std::cerr << percent << " %, " << so_far.sessions << " session(s)\n";
    shown = percent;
}

int tell(const az::clear_result &done) {
    std::cout << "Cleared " << (done.exact ? "" : "at least ") << done.sessions << " session(s)\n";
    if (done.cancelled) std::cerr << "Interrupted before the end. Run it again to clear what is left.\n";
    if (done.noted.left > 0)
        std::cerr << done.noted.left << " session(s) are still there. " << done.noted.likely << '\n';
    return done.proven() ? 0 : 1;
}

int main(int count, char **arguments) try {
    if (count != 2) throw az::error(az::errc::usage, "Whose sessions?", "Name the application's directory.");
    for (int signal : {SIGINT, SIGTERM})
        std::signal(signal, note_interrupt);
    auto app = az::project::open(arguments[1]);
    auto found = az::detect(app, az::environment::of(app));
    for (const auto &warning : found.warnings)
        std::cerr << warning << '\n';
    auto store = az::open_store<az::redis_store, az::postgresql_store, az::sqlite_store>(
        found, {.patience = {.cancelled = is_interrupted}});
    auto there = az::count(*store, {.cancelled = is_interrupted});
    std::cout << "Found " << there.sessions << " session(s)" << std::endl;
    return tell(az::clear(*store, {.progress = show, .cancelled = is_interrupted}));
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
