#include <azu_session/detection.hpp>

namespace az = azu_session;

az::detection detect_sessions(const char *application);

int main(int, char **argv) {
    auto found = detect_sessions(argv[1]);
    return found.backend() == az::backend::redis && found.warnings.empty() ? 0 : 1;
}
