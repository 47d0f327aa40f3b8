#include <azu_session/plan.hpp>

namespace az = azu_session;

az::setup_plan plan_sessions(const char *application);

int main(int, char **argv) { return plan_sessions(argv[1]).steps.empty() ? 1 : 0; }
