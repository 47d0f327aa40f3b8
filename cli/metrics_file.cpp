#include "status.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace cli {

namespace az = azu_session;

namespace {

/// A file beside another one, under a name that a collector of `*.prom` passes over; removed at the end,
/// unless it was put in the other's place.
class file_beside {
public:
    explicit file_beside(const std::string &file) : file_(file), path_(file + ".XXXXXX") {
        descriptor_ = ::mkstemp(path_.data());
        if (descriptor_ < 0) fail();
    }
    file_beside(const file_beside &) = delete;
    file_beside &operator=(const file_beside &) = delete;
    ~file_beside() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!placed_) ::unlink(path_.c_str());
    }

    void write(std::string_view text) {
        while (!text.empty()) {
            auto written = ::write(descriptor_, text.data(), text.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) give_up();
            text.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    /// For the collector, which is another user.
    void place() {
        if (::fchmod(descriptor_, 0644) != 0 || ::rename(path_.c_str(), file_.c_str()) != 0) give_up();
        placed_ = true;
    }

private:
    [[noreturn]] void give_up() {
        int reason = errno;
        ::unlink(path_.c_str());
        errno = reason;
        fail();
    }
    [[noreturn]] void fail() const {
        throw az::error(az::errc::io, "Cannot write " + file_ + ": " + std::strerror(errno) + ".",
                        "Check its directory, and that your user may write there.");
    }

    std::string file_, path_;
    int descriptor_ = -1;
    bool placed_ = false;
};

} // namespace

void write_at_once(const std::string &file, const std::string &text) {
    file_beside beside(file);
    beside.write(text);
    beside.place();
}

} // namespace cli
