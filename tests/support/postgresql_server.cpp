#include "postgresql_server.hpp"

#include <pwd.h>

/// libpqxx 6.4 never frees the last result of a connection that broke.
extern "C" const char *__lsan_default_suppressions() { return "leak:libpqxx-6.4.so"; }

namespace support {

namespace {

void must(const command &what) {
    auto done = run(what);
    if (done.status != 0) throw std::runtime_error(what.arguments[0] + " failed: " + done.out + done.err);
}

} // namespace

std::string postgresql_server::program(const std::string &name) const {
    // Debian keeps the server's programs out of PATH, in a directory a major version.
    for (int major = 20; major >= 13; --major) {
        auto path = "/usr/lib/postgresql/" + std::to_string(major) + "/bin/" + name;
        if (std::filesystem::exists(path)) return path;
    }
    return name;
}

postgresql_server::postgresql_server(const std::string &settings) : port_(free_port()) {
    create_cluster(settings);
    start();
    sql("CREATE DATABASE azu", "postgres");
}

postgresql_server::postgresql_server(const postgresql_server &primary) : port_(free_port()) {
    auto data = directory_.path() / "data";
    own(directory_.path());
    must({.arguments = {program("pg_basebackup"), "-D", data.string(), "-d", primary.url(), "-R", "-c",
                        "fast"},
          .directory = "/",
          .user = "postgres"});
    std::ofstream(data / "postgresql.conf", std::ios::app)
        << "\nport=" << port_ << "\nunix_socket_directories='" << directory_.path().string() << "'\n";
    start();
}

postgresql_server::~postgresql_server() {
    resume();
    if (process_->running()) kill();
}

void postgresql_server::own(const std::filesystem::path &path) const {
    const passwd *user = getpwnam("postgres");
    if (geteuid() == 0 && (!user || chown(path.c_str(), user->pw_uid, user->pw_gid)))
        throw std::runtime_error("cannot hand " + path.string() + " to user postgres");
}

std::vector<pid_t> postgresql_server::processes() const {
    auto main = std::to_string(process_->id());
    std::vector<pid_t> found = {process_->id()};
    std::ifstream children("/proc/" + main + "/task/" + main + "/children");
    for (pid_t child; children >> child;)
        found.push_back(child);
    return found;
}

void postgresql_server::pause() {
    for (pid_t process : processes())
        ::kill(process, SIGSTOP);
}

void postgresql_server::resume() {
    for (pid_t process : processes())
        ::kill(process, SIGCONT);
}

/// A cluster that nothing has been done in, made once: making one takes longer than most tests.
const std::filesystem::path &postgresql_server::new_cluster() const {
    static const temporary_directory directory;
    static const auto data = directory.path() / "data";
    if (std::filesystem::exists(data)) return data;
    std::filesystem::create_directory(data);
    auto password = directory.write("password", "secret\n");
    for (const auto &path : {directory.path(), data, password})
        own(path);
    must({.arguments = {program("initdb"), "-D", data.string(), "-U", "azu", "-A", "scram-sha-256",
                        "--pwfile", password.string(), "--no-sync", "-E", "UTF8", "--locale=C"},
          .directory = "/",
          .user = "postgres"});
    return data;
}

void postgresql_server::create_cluster(const std::string &settings) {
    auto data = directory_.path() / "data";
    own(directory_.path());
    must({.arguments = {"cp", "-a", new_cluster().string(), data.string()}, .directory = "/"});
    std::ofstream(data / "postgresql.conf", std::ios::app)
        << "\nlisten_addresses='127.0.0.1'\nport=" << port_ << "\nunix_socket_directories='"
        << directory_.path().string() << "'\nfsync=off\n"
        << settings << "\n";
}

void postgresql_server::start() {
    process_ = std::make_unique<support::process>(
        command{.arguments = {program("postgres"), "-D", (directory_.path() / "data").string()},
                .directory = "/",
                .user = "postgres"});
    wait_until("PostgreSQL on port " + std::to_string(port_), [&] {
        if (!process_->running()) throw std::runtime_error("postgres ended: " + process_->finish().err);
        return run({.arguments = {program("pg_isready"), "-q", "-h", "127.0.0.1", "-p",
                                  std::to_string(port_)}})
                   .status == 0;
    });
}

void postgresql_server::kill() {
    process_->signal(SIGQUIT);
    process_->finish();
}

std::string postgresql_server::sql(const std::string &text, const std::string &database) const {
    auto done = run({.arguments = {program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", url(database)},
                     .input = text});
    if (done.status != 0) throw std::runtime_error("psql failed: " + done.err);
    while (done.out.ends_with('\n'))
        done.out.pop_back();
    return done.out;
}

} // namespace support
