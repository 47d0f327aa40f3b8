#include "process.hpp"

#include <grp.h>
#include <pwd.h>

namespace support {

namespace detail {

void become(const command &what) {
    if (!what.user.empty() && geteuid() == 0) {
        const passwd *user = getpwnam(what.user.c_str());
        if (!user || initgroups(user->pw_name, user->pw_gid) || setgid(user->pw_gid) || setuid(user->pw_uid))
            _exit(126);
    }
    for (const auto &[name, value] : what.environment)
        value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
    if (chdir(what.directory.c_str())) _exit(126);
    // As at a terminal, even where the tests themselves were started to ignore some.
    for (int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE})
        ::signal(number, SIG_DFL);
    std::vector<char *> arguments;
    for (const auto &argument : what.arguments)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
}

} // namespace detail

process::process(const command &what, streams kind) {
    if (kind == streams::terminal) {
        id_ = forkpty(&out_, nullptr, nullptr, nullptr);
        if (id_ == 0) detail::become(what);
        if (id_ < 0) throw std::runtime_error("forkpty failed");
        in_ = out_;
        return;
    }
    int in[2], out[2], err[2];
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
        throw std::runtime_error("pipe failed");
    id_ = fork();
    if (id_ == 0) {
        dup2(in[0], 0);
        dup2(out[1], 1);
        dup2(err[1], 2);
        detail::become(what);
    }
    for (int descriptor : {in[0], out[1], err[1]})
        close(descriptor);
    if (id_ < 0) throw std::runtime_error("fork failed");
    in_ = in[1], out_ = out[0], err_ = err[0];
}

bool process::pump(int milliseconds) {
    std::array<pollfd, 2> watched = {pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
    if (poll(watched.data(), err_ < 0 ? 1 : 2, milliseconds) <= 0) return false;
    bool read = watched[0].revents && detail::drain(out_, captured_.out);
    if (err_ >= 0 && watched[1].revents) read = detail::drain(err_, captured_.err) || read;
    return read;
}

} // namespace support
