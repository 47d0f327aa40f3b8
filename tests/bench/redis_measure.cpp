// redis_measure PORT KEY COMMAND...
// Runs the command while another client reads KEY from the Redis server on PORT, and prints one line: seconds
// passed, the server's CPU seconds, the command's CPU seconds, its peak memory in MB, the other client's
// p99.9 and worst waiting time in milliseconds, and the percentage of the time for which a hypervisor kept
// processors away.

#include <hiredis/hiredis.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <string>
#include <thread>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

redisContext *connect(int port) {
    auto *server = redisConnect("127.0.0.1", port);
    if (!server || server->err) {
        std::fprintf(stderr, "no Redis server on port %d\n", port);
        std::exit(1);
    }
    return server;
}

double number_after(const char *info, const char *name) {
    const char *found = std::strstr(info, name);
    return found ? std::atof(found + std::strlen(name)) : 0;
}

double server_cpu(redisContext *server) {
    auto *answer = static_cast<redisReply *>(redisCommand(server, "INFO cpu"));
    if (!answer || !answer->str) std::exit(1);
    auto used = number_after(answer->str, "used_cpu_sys:") + number_after(answer->str, "used_cpu_user:");
    freeReplyObject(answer);
    return used;
}

/// Seconds for which a hypervisor ran something else than this machine, summed over its processors.
double stolen() {
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, steal = 0;
    std::ifstream statistics("/proc/stat");
    statistics.ignore(std::numeric_limits<std::streamsize>::max(), ' '); // "cpu"
    statistics >> user >> nice >> system >> idle >> waiting >> irq >> softirq >> steal;
    return steal / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Reads the key four thousand times a second, as an application that looks up a session would. Where that is
/// permitted it never waits for a processor here, since the application has a machine of its own.
std::vector<double> probe(int port, const char *key, const std::atomic<bool> &ended) {
    auto *server = connect(port);
    std::vector<double> waits;
    sched_param before_others{.sched_priority = 1};
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &before_others);
    while (!ended) {
        auto start = clock_type::now();
        freeReplyObject(redisCommand(server, "GET %s", key));
        waits.push_back(seconds(clock_type::now() - start).count() * 1000);
        std::this_thread::sleep_until(start + std::chrono::microseconds(250));
    }
    redisFree(server);
    std::sort(waits.begin(), waits.end());
    return waits;
}

rusage run(char **command) {
    auto child = fork();
    if (child == 0) {
        execvp(command[0], command);
        _exit(127);
    }
    int status = 0;
    rusage used{};
    wait4(child, &status, 0, &used);
    if (status != 0) std::fprintf(stderr, "%s failed\n", command[0]);
    return used;
}

double seconds_of(timeval time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

} // namespace

int main(int argc, char **argv) {
    if (argc < 4) return 2;
    int port = std::atoi(argv[1]);
    std::atomic<bool> ended = false;
    std::vector<double> waits;
    auto *server = connect(port);
    std::thread other([&] { waits = probe(port, argv[2], ended); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    auto cpu = server_cpu(server);
    auto lost = stolen();
    auto start = clock_type::now();
    auto used = run(argv + 3);
    auto wall = seconds(clock_type::now() - start).count();
    lost = stolen() - lost;
    cpu = server_cpu(server) - cpu;
    ended = true;
    other.join();
    std::printf("%.3f %.3f %.3f %.1f %.2f %.2f %.0f\n", wall, cpu,
                seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
                static_cast<double>(used.ru_maxrss) / 1024, waits[waits.size() * 999 / 1000], waits.back(),
                lost / wall * 100);
    redisFree(server);
}
