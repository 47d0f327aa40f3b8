#pragma once

#include <functional>
#include <string>

namespace support {

/// While one of these lives, it is asked before each rename of this process: by it another program acts at
/// an exact time, or the file system fails. It gives 0, or the errno to fail with.
class before_rename {
public:
    /// Source, target, and whether the rename has flags, which not every file system knows.
    using hook = std::function<int(const std::string &, const std::string &, bool)>;

    explicit before_rename(hook asked);
    before_rename(const before_rename &) = delete;
    before_rename &operator=(const before_rename &) = delete;
    ~before_rename();
};

/// While one of these lives, it is asked before each call of this process that changes a file system (by its
/// name; write for pwrite, rename for renameat2 too), and gives 0, or the errno to fail with.
class before_call {
public:
    using hook = std::function<int(const std::string &)>;

    /// For a write: it writes half of its bytes.
    static constexpr int short_count = -1;

    explicit before_call(hook asked);
    before_call(const before_call &) = delete;
    before_call &operator=(const before_call &) = delete;
    ~before_call();
};

/// While it lives, this process is on a file system without flock(2).
class no_flock {
public:
    no_flock();
    no_flock(const no_flock &) = delete;
    no_flock &operator=(const no_flock &) = delete;
    ~no_flock();
};

/// While it lives, the system's generator gives this process no random numbers.
class no_random {
public:
    no_random();
    no_random(const no_random &) = delete;
    no_random &operator=(const no_random &) = delete;
    ~no_random();
};

} // namespace support
