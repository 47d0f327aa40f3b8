// What nearly every file of the unit tests reads, precompiled: with the sanitizers that saves minutes. That
// each header stands alone is another test's.
#include <azu_session/azu_session.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>
