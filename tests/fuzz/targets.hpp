#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/setup/dotenv_edit.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/error.hpp>
#include <azu_session/url.hpp>

#include "fuzz/require.hpp"

#include <cstddef>
#include <string>
#include <string_view>

/// What the fuzzer does with its bytes, one function for each target but detection.
namespace fuzz {

namespace az = azu_session;

inline void lexer(std::string_view bytes) {
    auto tokens = az::crystal::lex(bytes);
    require(!tokens.empty() && tokens.back().kind == az::crystal::token_kind::end_of_file,
            "the end comes last");
    require(tokens.size() <= 2 * bytes.size() + 2, "tokens are in proportion to the source");
    std::size_t taken = 0;
    for (auto &token : tokens) {
        require(token.text.data() >= bytes.data() &&
                    token.text.data() + token.text.size() <= bytes.data() + bytes.size(),
                "tokens are views of the source");
        taken += token.text.size();
    }
    require(taken <= bytes.size(), "no byte is in two tokens");
    auto syntax = az::crystal::parse(bytes);
    require(syntax.nodes.size() <= 8 * tokens.size() + bytes.size() + 8,
            "nodes are in proportion to the source");
}

inline void dotenv(std::string_view bytes) {
    std::size_t line = 0, taken = 0; // what a line may assign besides has no value
    for (auto &entry : az::parse_dotenv(bytes)) {
        require(!entry.name.empty() && entry.name.find_first_of("= \n") == std::string::npos,
                "a name is a name");
        require(entry.line >= line, "lines never fall");
        line = entry.line;
        taken += entry.value.size();
        auto written = bytes.substr(entry.value_at, entry.value_size);
        require(entry.value_at == 0 || written.find(entry.value) != written.npos,
                "a value stands in its place");
    }
    require(taken <= bytes.size(), "nothing is made up");
    try {
        auto edited = az::detail::with_variable(bytes, "A", "it's");
        require(az::detail::last_entry(az::parse_dotenv(edited), "A")->value == "it's", "an edit is read");
        require(az::detail::with_variable(edited, "A", "it's") == edited, "an edit is made once");
    } catch (const az::error &) {
    }
}

inline void url(std::string_view bytes) {
    (void)az::mask_url(bytes);
    try {
        auto parsed = az::parse_redis_url(bytes);
        const auto &password = parsed.password.reveal();
        if (password.size() > 3 && password.find_first_not_of("*") != std::string::npos &&
            parsed.socket.empty())
            require(parsed.shown.find(":" + password + "@") == std::string::npos,
                    "a masked URL holds no password");
        require(parsed.port > 0 && parsed.port < 65536, "a port is a port");
    } catch (const az::error &) {
    }
    try {
        (void)az::parse_database_url(bytes);
    } catch (const az::error &) {
    }
}

/// Adding dependencies keeps every byte, and what was added is there.
inline void shard_file(std::string_view bytes) {
    auto edit = az::add_dependencies(
        bytes, {{"session", "azutoolkit/session"}, {"redis", "stefanwille/crystal-redis"}});
    std::size_t at = 0;
    for (char byte : edit.contents)
        if (at < bytes.size() && bytes[at] == byte) ++at;
    require(at == bytes.size(), "every byte is still there, in its order");
    for (auto &added : edit.added)
        require(az::has_dependency(edit.contents, added.name), "what was added is found");
    if (!edit.unplaceable.empty()) require(!edit.reason.empty(), "a refusal has a reason");
    auto again = az::add_dependencies(edit.contents, {{"session", "azutoolkit/session"}});
    if (edit.unplaceable.empty()) require(again.added.empty(), "nothing is added twice");
}

} // namespace fuzz
