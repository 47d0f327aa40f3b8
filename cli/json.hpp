#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cli::json {

/// A JSON text. Build it from the functions below.
struct value {
    std::string text;
};

/// Bytes that are not UTF-8 become U+FFFD, since JSON has no other place for them.
value string(std::string_view text);
value number(std::uint64_t number);
/// A number with decimals; null for one that is not finite.
value decimal(double number);
value boolean(bool truth);
value null();
value array(const std::vector<value> &items);
value object(const std::vector<std::pair<std::string, value>> &members);

} // namespace cli::json
