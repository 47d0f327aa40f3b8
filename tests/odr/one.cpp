#include <azu_session/azu_session.hpp>
#include <azu_session/stores/all.hpp>

std::string here() { return azu_session::key_prefix("a:").pattern(); }
