// sql AZU [ROUNDS [SESSIONS...]]
// Clears that many sessions (100,000 and 1,000,000) in a PostgreSQL server and in an SQLite file of its own,
// in each of several ways, while another client goes on working with them; prints the medians of ROUNDS (3)
// runs, made in turns, as a Markdown table. AZU is the azu program, best from a release build.

#include "support/postgresql_server.hpp"
#include "support/temporary_directory.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <pqxx/pqxx>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

/// One run: seconds, megabytes, and the other client's waiting times in milliseconds.
struct measurement {
    double wall = 0, server = 0, client = 0, memory = 0, p999 = 0, worst = 0;
};

double since(clock_type::time_point start) { return seconds(clock_type::now() - start).count(); }

double seconds_of(const timeval &time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Runs a command to its end, and fills in its wall time, CPU time and memory.
void run_measured(const support::command &command, measurement &result) {
    auto start = clock_type::now();
    auto child = fork();
    if (child == 0) {
        dup2(open("/dev/null", O_WRONLY), 1);
        support::detail::become(command);
    }
    int status = 0;
    rusage used{};
    wait4(child, &status, 0, &used);
    result.wall = since(start);
    result.client = seconds_of(used.ru_utime) + seconds_of(used.ru_stime);
    result.memory = static_cast<double>(used.ru_maxrss) / 1024;
    if (status != 0) throw std::runtime_error(command.arguments[0] + " failed");
}

/// CPU seconds of a process and, with `children`, of those of its children that ended (proc(5), stat).
double cpu_of(pid_t process, bool children = false) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text(std::istreambuf_iterator<char>(file), {});
    std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
    std::string skipped;
    for (int field = 3; field < 14; ++field)
        fields >> skipped;
    double own_user = 0, own_system = 0, children_user = 0, children_system = 0;
    fields >> own_user >> own_system >> children_user >> children_system;
    auto ticks = own_user + own_system + (children ? children_user + children_system : 0);
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// CPU seconds of a whole PostgreSQL server, one of its processes left out.
double cpu_of(support::postgresql_server &server, pid_t left_out) {
    double sum = 0;
    for (auto process : server.processes())
        if (process != left_out) sum += cpu_of(process, process == server.process().id());
    return sum;
}

/// Another client of the application: calls `visit` a thousand times a second, and notes how long each took.
class visitor {
public:
    explicit visitor(std::function<void()> visit)
        : thread_([this, visit] {
              while (!ended_) {
                  auto start = clock_type::now();
                  visit();
                  waits_.push_back(since(start) * 1000);
                  std::this_thread::sleep_until(start + std::chrono::milliseconds(1));
              }
          }) {}

    void end(measurement &result) {
        ended_ = true;
        thread_.join();
        std::sort(waits_.begin(), waits_.end());
        result.worst = waits_.back();
        result.p999 = waits_[(waits_.size() - 1) * 999 / 1000];
    }

private:
    std::atomic<bool> ended_ = false;
    std::vector<double> waits_;
    std::thread thread_;
};

/// What a visit does: mostly it touches a session, old or new, and each tenth begins one.
class visits {
public:
    explicit visits(int sessions) : old_(0, sessions - 1) {}

    std::string sql(const std::string &later) {
        if (++count_ % 10 == 0)
            return "INSERT INTO sessions (session_id, data, expires_at) VALUES ('new-" +
                   std::to_string(count_ / 10) + "', '{\"user_id\":1}', " + later + ")";
        bool recent = count_ > 10 && count_ % 2 == 0;
        auto id = recent ? "new-" + std::to_string(1 + old_(random_) % (count_ / 10))
                         : "id-" + std::to_string(old_(random_));
        return "UPDATE sessions SET expires_at = " + later + " WHERE session_id = '" + id + "'";
    }

private:
    std::mt19937 random_{42};
    std::uniform_int_distribution<int> old_;
    int count_ = 0;
};

constexpr auto data_of_i =
    "'{\"session_id\":\"id-' || i || '\",\"user_id\":' || i || ',\"cart\":[1,2,3],\"theme\":\"dark\"}'";

class postgresql {
public:
    explicit postgresql(int sessions)
        : sessions_(sessions), server_("fsync=on\nshared_buffers=512MB\nmax_wal_size=4GB") {}

    std::string url() const { return server_.url(); }

    measurement measure(const support::command &command) {
        load();
        pqxx::connection connection(server_.url());
        pqxx::nontransaction session(connection);
        visits what(sessions_);
        measurement result;
        auto before = cpu_of(server_, connection.backendpid());
        visitor other([&] { session.exec(what.sql("now() + interval '1 h'")); });
        run_measured(command, result);
        other.end(result);
        result.server = cpu_of(server_, connection.backendpid()) - before;
        return result;
    }

private:
    void load() {
        server_.sql(
            "DROP TABLE IF EXISTS sessions; CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT "
            "NOT NULL,"
            " created_at TIMESTAMPTZ NOT NULL DEFAULT now(), updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),"
            " expires_at TIMESTAMPTZ NOT NULL); CREATE INDEX ON sessions (expires_at)");
        server_.sql(std::string("INSERT INTO sessions (session_id, data, expires_at) SELECT 'id-' || i, ") +
                    data_of_i + ", now() + interval '1 h' FROM generate_series(0, " +
                    std::to_string(sessions_ - 1) + ") i");
        server_.sql("VACUUM ANALYZE sessions");
        server_.sql("CHECKPOINT");
    }

    int sessions_;
    support::postgresql_server server_;
};

class sqlite {
public:
    explicit sqlite(int sessions) : sessions_(sessions) {}

    std::string file() const { return (directory_.path() / "app.db").string(); }

    measurement measure(const support::command &command) {
        load();
        SQLite::Database session(file(), SQLite::OPEN_READWRITE, 60'000);
        visits what(sessions_);
        measurement result;
        visitor other([&] { session.exec(what.sql("datetime('now', '1 hour')")); });
        run_measured(command, result);
        other.end(result);
        return result;
    }

private:
    void load() {
        std::filesystem::remove(file());
        SQLite::Database database(file(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec("PRAGMA journal_mode = wal");
        database.exec(
            "CREATE TABLE sessions (session_id TEXT PRIMARY KEY, data TEXT NOT NULL, created_at TEXT NOT NULL"
            " DEFAULT CURRENT_TIMESTAMP, updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, expires_at TEXT"
            " NOT NULL); CREATE INDEX expiry ON sessions (expires_at)");
        database.exec(
            std::string("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ") +
            std::to_string(sessions_) +
            ") INSERT INTO sessions (session_id, data, expires_at) SELECT 'id-' || i, " + data_of_i +
            ", strftime('%Y-%m-%d %H:%M:%f', 'now', '1 hour') FROM n");
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    int sessions_;
    support::temporary_directory directory_;
};

double median(std::vector<measurement> runs, double measurement::*value) {
    std::sort(runs.begin(), runs.end(), [&](const auto &a, const auto &b) { return a.*value < b.*value; });
    return runs[runs.size() / 2].*value;
}

void print(int sessions, const std::string &name, const std::vector<measurement> &runs) {
    auto middle = [&](double measurement::*value) { return median(runs, value); };
    std::printf("| %d | %s | %.2f | %.2f | %.3f | %.0f | %.1f | %.1f |\n", sessions, name.c_str(),
                middle(&measurement::wall), middle(&measurement::server), middle(&measurement::client),
                middle(&measurement::memory), middle(&measurement::p999), middle(&measurement::worst));
    std::fflush(stdout);
}

struct contender {
    std::string name;
    support::command command;
};

/// Runs them in turns, and prints the medians.
template <class Database>
void compare(Database &database, int sessions, int rounds, const std::vector<contender> &contenders) {
    std::map<std::string, std::vector<measurement>> runs;
    for (int round = 0; round < rounds; ++round)
        for (const auto &[name, command] : contenders)
            runs[name].push_back(database.measure(command));
    for (const auto &[name, command] : contenders)
        print(sessions, name, runs[name]);
}

/// The tool, in an application's directory that has nothing but these two variables.
support::command tool(const std::string &azu, const std::string &url, const std::string &directory) {
    return {.arguments = {azu, "session:clear", "--force"},
            .environment = {{"SESSION_BACKEND", "database"}, {"DATABASE_URL", url}},
            .directory = directory};
}

void compare_all(const std::string &azu, int rounds, int sessions) {
    support::temporary_directory empty;
    postgresql server(sessions);
    auto psql = [&](const std::string &sql) {
        return support::command{.arguments = {"psql", "-Xqc", sql, server.url()}};
    };
    compare(server, sessions, rounds,
            {{"PostgreSQL, azu session:clear", tool(azu, server.url(), empty.path())},
             {"PostgreSQL, DELETE", psql("DELETE FROM sessions")},
             {"PostgreSQL, TRUNCATE", psql("TRUNCATE sessions")},
             {"PostgreSQL, nothing, for comparison", {.arguments = {"sleep", "1"}}}});
    sqlite file(sessions);
    compare(file, sessions, rounds,
            {{"SQLite, azu session:clear", tool(azu, "sqlite3://" + file.file(), empty.path())},
             {"SQLite, sqlite3 shell",
              {.arguments = {"sqlite3", "-cmd", ".timeout 60000", file.file(), "DELETE FROM sessions"}}}});
}

} // namespace

int main(int count, char **arguments) try {
    if (count < 2) throw std::runtime_error("usage: sql AZU [ROUNDS [SESSIONS...]]");
    auto azu = std::filesystem::canonical(arguments[1]).string();
    int rounds = count > 2 ? std::stoi(arguments[2]) : 3;
    std::vector<int> sizes;
    for (int i = 3; i < count; ++i)
        sizes.push_back(std::stoi(arguments[i]));
    if (sizes.empty()) sizes = {100'000, 1'000'000};
    std::puts("| sessions | way | wall s | server CPU s | client CPU s | peak MB | other client's p99.9 ms | "
              "worst ms |\n"
              "|---|---|---|---|---|---|---|---|");
    for (int sessions : sizes)
        compare_all(azu, rounds, sessions);
} catch (const std::exception &failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
