#pragma once

#include <azu_session/detail/os/broken_pipe.hpp>
#include <azu_session/detail/os/in_thread.hpp>
#include <azu_session/detail/os/waiter.hpp>
#include <azu_session/detail/redis/failure.hpp>
#include <azu_session/detail/redis/reply.hpp>
#include <azu_session/error.hpp>
#include <azu_session/store.hpp>
#include <azu_session/url.hpp>

#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

struct context_deleter {
    void operator()(redisContext *context) const { redisFree(context); }
};

/// Puts TLS on a connection that was just made, or throws. Null for none.
using redis_security = void (*)(redisContext &, const redis_url &, const store_options &);

inline timeval timeval_of(std::chrono::milliseconds duration) {
    timeval result{};
    result.tv_sec = static_cast<time_t>(duration.count() / 1000);
    result.tv_usec = static_cast<suseconds_t>(duration.count() % 1000 * 1000);
    return result;
}

/// One connection to one Redis server: commands are appended, flushed and answered in that order.
/// Every member throws errc::connection or errc::timeout when it broke; it is of no use after that.
class redis_connection {
public:
    /// A command and its arguments.
    using words = std::initializer_list<std::string_view>;

    /// Connects. `name` is the server's URL, masked.
    redis_connection(const redis_url &url, std::string name, const store_options &options,
                     redis_security secure)
        : name_(std::move(name)), encrypted_(secure != nullptr), timeout_(options.command_timeout),
          wait_(options.patience, joined({"Redis at ", name_, " to answer"})) {
        waiter connecting(options.patience, joined({"a connection to Redis at ", name_}));
        context_ = in_thread<redisContext>(connecting, [url, name = name_, options, secure] {
            return connected(url, name, options, secure);
        });
        // From here on no call waits but `wait`, which somebody may end.
        context_->flags &= ~REDIS_BLOCK;
        ::fcntl(context_->fd, F_SETFL, ::fcntl(context_->fd, F_GETFL) | O_NONBLOCK);
    }

    const std::string &name() const { return name_; }
    int descriptor() const { return context_->fd; }

    /// Puts a command into the buffer.
    void append(std::span<const std::string_view> arguments) {
        texts_.clear();
        sizes_.clear();
        for (auto argument : arguments) {
            texts_.push_back(argument.data());
            sizes_.push_back(argument.size());
        }
        if (redisAppendCommandArgv(context_.get(), static_cast<int>(texts_.size()), texts_.data(),
                                   sizes_.data()) != REDIS_OK)
            fail("sending to");
    }

    void append(words arguments) { append({arguments.begin(), arguments.end()}); }

    /// Sends what is in the buffer.
    void flush() {
        broken_pipe_guard guard;
        heard_ = waiter::clock::now();
        for (int done = 0;;) {
            errno = 0;
            if (redisBufferWrite(context_.get(), &done) != REDIS_OK) fail("sending to");
            if (done) return;
            wait(POLLOUT);
        }
    }

    /// The next answer, which may be an error reply; sends what is in the buffer and waits.
    redis_reply receive() {
        auto answer = received();
        if (!answer) flush();
        while (!answer) {
            read();
            answer = received();
        }
        return answer;
    }

    /// The next answer where it has arrived in full already; null otherwise. Does not wait.
    redis_reply received() {
        void *answer = nullptr;
        if (redisGetReplyFromReader(context_.get(), &answer) != REDIS_OK) fail("reading from");
        if (answer) heard_ = waiter::clock::now(), overdue_ = false;
        return redis_reply(static_cast<redisReply *>(answer));
    }

    /// Sends one command and gives its answer, which may be an error reply.
    redis_reply ask(words arguments) {
        append(arguments);
        return receive();
    }

    /// Sends one command and gives its answer. Throws what `failure_of` makes of an error reply.
    redis_reply command(words arguments) {
        auto answer = ask(arguments);
        if (is_error(*answer)) throw failure_of(text_of(*answer), *arguments.begin(), name_);
        return answer;
    }

    /// Lets whoever waits for answers sleep until this many bytes of them are there, which must be due: being
    /// woken for each small answer costs the server and this process more than the answers themselves.
    void wait_for(std::size_t bytes) {
        bool partly_here = context_->reader->ridx >= 0 || context_->reader->pos < context_->reader->len;
        int least = partly_here || encrypted_ ? 1 : static_cast<int>(bytes);
        if (least != least_ && setsockopt(context_->fd, SOL_SOCKET, SO_RCVLOWAT, &least, sizeof least) == 0)
            least_ = least;
    }

    /// Takes in what has arrived of the next answers; waits where nothing has.
    void read() {
        broken_pipe_guard guard; // TLS may write here, too
        wait(POLLIN);
        errno = 0;
        if (redisBufferRead(context_.get()) != REDIS_OK) fail("reading from");
    }

private:
    static std::shared_ptr<redisContext> connected(const redis_url &url, const std::string &name,
                                                   const store_options &options, redis_security secure) {
        auto limit = timeval_of(options.connect_timeout);
        std::shared_ptr<redisContext> context(url.socket.empty()
                                                  ? redisConnectWithTimeout(url.host.c_str(), url.port, limit)
                                                  : redisConnectUnixWithTimeout(url.socket.c_str(), limit),
                                              context_deleter());
        if (!context) throw error(errc::connection, "There is no memory for a connection.");
        if (context->err) fail_to_connect(*context, name);
        // The handshake of TLS falls under the time for connecting.
        redisSetTimeout(context.get(), limit);
        if (secure) secure(*context, url, options);
        if (url.socket.empty()) redisEnableKeepAlive(context.get());
        return context;
    }

    [[noreturn]] static void fail_to_connect(const redisContext &context, const std::string &name) {
        bool late = errno == ETIMEDOUT || errno == EAGAIN || errno == EINPROGRESS;
        throw error(late ? errc::timeout : errc::connection,
                    {"Cannot connect to Redis at ", name, ": ", context.errstr, "."},
                    "Check that the server runs there, and the host and port of the URL.");
    }

    /// Waits until the server can be read from, or written to, but no longer than one command may take: a
    /// server that sends a byte now and then, and never a whole answer, is late as well.
    void wait(short events) {
        using std::chrono::milliseconds;
        wait_.begin();
        for (;;) {
            auto left = std::chrono::ceil<milliseconds>(heard_ + timeout_ - waiter::clock::now());
            pollfd server{context_->fd, events, 0};
            auto limit = std::clamp(left, milliseconds(0), waiter::step);
            bool ready = ::poll(&server, 1, static_cast<int>(limit.count())) > 0;
            // What has arrived counts, however long this process itself stood still, unless it is no answer
            // again.
            if (ready && (left > milliseconds(0) || !std::exchange(overdue_, true))) return;
            if (left <= milliseconds(0)) late();
            wait_.go_on();
        }
    }

    [[noreturn]] void late() const {
        throw error(
            errc::timeout, {"Redis at ", name_, " does not answer in time."},
            "Check that it is a Redis server and neither blocked nor overloaded, or allow more time.");
    }

    [[noreturn]] void fail(std::string_view doing) const {
        if (context_->err == REDIS_ERR_IO && errno == ETIMEDOUT) late();
        if (context_->err == REDIS_ERR_PROTOCOL)
            throw error(errc::server,
                        {"What answers at ", name_, " is not a Redis server: ", context_->errstr, "."},
                        "Check the host and port of the URL, and whether it wants rediss:// (TLS).");
        throw error(errc::connection,
                    {"The connection broke while ", doing, " Redis at ", name_, ": ", context_->errstr, "."},
                    "Check that the server runs, that it is Redis, and whether it wants rediss:// (TLS).");
    }

    std::string name_;
    bool encrypted_; ///< its bytes are not those of the answers
    int least_ = 1;  ///< bytes that end a wait
    std::chrono::milliseconds timeout_;
    waiter wait_;
    waiter::clock::time_point heard_ = waiter::clock::now(); ///< of the last whole answer, or sent to last
    bool overdue_ = false; ///< something was read after the time for a whole answer
    std::shared_ptr<redisContext> context_;
    std::vector<const char *> texts_;
    std::vector<std::size_t> sizes_;
};

} // namespace azu_session::inline v0_1::detail
