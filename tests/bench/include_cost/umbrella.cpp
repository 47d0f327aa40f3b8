#include <azu_session/azu_session.hpp>

int main() { return 0; }
