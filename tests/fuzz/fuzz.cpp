// Gives the fuzzer's bytes to the target that the variable FUZZ_TARGET names.

#include <azu_session/detect.hpp>

#include "fuzz/detect_target.hpp"
#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace {

using target = void (*)(std::string_view bytes);

target wanted() {
    auto *variable = std::getenv("FUZZ_TARGET");
    std::string_view name = variable ? variable : "";
    if (name == "lexer") return fuzz::lexer;
    if (name == "dotenv") return fuzz::dotenv;
    if (name == "url") return fuzz::url;
    if (name == "shard_file") return fuzz::shard_file;
    if (name == "detect") return [](std::string_view bytes) { fuzz::detect(bytes, azu_session::detect); };
    throw std::invalid_argument("FUZZ_TARGET names no target");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *bytes, std::size_t size) {
    static const target chosen = wanted();
    chosen({reinterpret_cast<const char *>(bytes), size});
    return 0;
}
