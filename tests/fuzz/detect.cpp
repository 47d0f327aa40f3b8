#include <azu_session/detect.hpp>

#include "fuzz/detect_target.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    fuzz::detect({reinterpret_cast<const char *>(bytes), size}, azu_session::detect);
    return 0;
}
