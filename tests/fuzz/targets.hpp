#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/setup/shard_file.hpp>
#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/detect.hpp>
#include <azu_session/url.hpp>

#include <cstddef>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

/// What the fuzzer does with its bytes, one function for each target. A finding ends the process.
namespace fuzz {

namespace az = azu_session;

inline void require(bool holds, std::string_view what) {
    if (holds) return;
    std::cerr << "does not hold: " << what << '\n';
    std::abort();
}

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

/// Detection in an initializer, in an environment where some variables are set, with and without --backend.
inline void detect(std::string_view bytes) {
    az::project app{"/nowhere", "app"};
    az::environment variables(std::map<std::string, std::string>{
        {"AZU_ENV", "production"}, {"APP_NAME", "shop"}, {"REDIS_PORT", "6380"}});
    for (auto backend : {std::optional<az::backend>(), std::optional(az::backend::redis),
                         std::optional(az::backend::database)}) {
        az::detail::initializer initializer{"src/initializers/session.cr"};
        initializer.files->emplace_back("src/initializers/session.cr", std::string(bytes));
        try {
            auto found =
                az::detail::detector(app, variables, {.backend = backend}, std::move(initializer)).detect();
            if (auto *redis = std::get_if<az::redis_settings>(&found.settings))
                az::key_prefix(redis->prefix.text());
            if (auto *database = std::get_if<az::database_settings>(&found.settings))
                az::table_name(database->table.text());
            require(found.provenance.contains("backend"), "an answer says where it was learnt");
        } catch (const az::error &failure) {
            require(!failure.hint().empty(), "an error says what to do");
            require(failure.code() == az::errc::invalid || failure.code() == az::errc::ambiguous ||
                        failure.code() == az::errc::unsupported,
                    "an error is one of those documented");
        }
    }
}

inline void dotenv(std::string_view bytes) {
    std::size_t line = 0, taken = 0; // what a line may assign besides has no value
    for (auto &entry : az::parse_dotenv(bytes)) {
        require(!entry.name.empty() && entry.name.find_first_of("= \n") == std::string::npos,
                "a name is a name");
        require(entry.line >= line, "lines never fall");
        line = entry.line;
        taken += entry.value.size();
    }
    require(taken <= bytes.size(), "nothing is made up");
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
