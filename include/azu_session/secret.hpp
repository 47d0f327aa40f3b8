#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/dotenv_edit.hpp>
#include <azu_session/detail/setup/dotenv_in_git.hpp>
#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/error.hpp>
#include <azu_session/plan.hpp>
#include <azu_session/project.hpp>

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1 {

/// A secret to sign sessions with: 256 bits from the system's generator, as 64 lower-case hexadecimal digits.
/// Throws errc::io where the system gives none.
[[nodiscard]] inline std::string new_secret() {
    std::array<unsigned char, 32> bytes{};
    ::ssize_t filled = 0;
    do
        filled = ::getrandom(bytes.data(), bytes.size(), 0);
    while (filled < 0 && errno == EINTR);
    if (filled != static_cast<::ssize_t>(bytes.size()))
        throw error(errc::io, {"The system gives no random numbers: ", std::strerror(errno), "."},
                    "Allow getrandom(2), as by the rules of a container.");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string secret;
    for (auto byte : bytes)
        secret.append({digits[byte / 16u], digits[byte % 16u]});
    return secret;
}

/// Why a secret is easily guessed, as the end of a sentence; empty where it is not.
[[nodiscard]] inline std::string_view weakness_of(std::string_view secret) {
    constexpr std::size_t least_bytes = 32, least_different = 10;
    constexpr std::array<std::string_view, 6> known = {"secret",      "changeme", "change-me",
                                                       "development", "password", "example"};
    std::string lower;
    for (char byte : secret)
        lower += static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
    for (auto word : known)
        if (lower.find(word) != lower.npos) return "it is made of known words";
    if (secret.size() < least_bytes) return "it is shorter than 32 characters";
    if (std::set<char>(secret.begin(), secret.end()).size() < least_different)
        return "it has fewer than 10 different characters";
    return {};
}

/// How to replace an application's secret.
struct secret_options {
    std::size_t keep = 0; ///< how many earlier secrets, the old one first, go on being accepted; up to 100
    std::string secret = new_secret(); ///< the new one
};

/// What replacing a secret does.
struct secret_plan {
    setup_plan plan;                        ///< for `apply`
    std::size_t kept = 0;                   ///< how many earlier secrets are accepted from now on
    bool logs_out = false;                  ///< everybody, when the application restarts
    std::vector<std::string> warnings = {}; ///< what `.env` does not decide, and who else may see it
};

namespace detail {

inline constexpr std::string_view secret_variable = "SESSION_SECRET",
                                  earlier_secrets_variable = "SESSION_SECRET_PREVIOUS";

/// As the initializer reads them: separated by commas, without the blanks around them.
inline std::vector<std::string> secrets_in(std::string_view list) {
    std::vector<std::string> secrets;
    while (!list.empty()) {
        auto [first, rest] = split_at(list, ',');
        if (auto secret = trim(first); !secret.empty()) secrets.emplace_back(secret);
        list = rest;
    }
    return secrets;
}

inline std::string list_of(const std::vector<std::string> &secrets) {
    std::string list;
    for (const auto &secret : secrets)
        list += (list.empty() ? "" : ",") + secret;
    return list;
}

/// Why a secret cannot be among the earlier ones, as the end of a sentence; empty where it can.
inline std::string_view why_not_kept(std::string_view secret) {
    if (secret.find(',') != secret.npos) return "it holds a comma, which separates secrets";
    if (trim(secret) != secret || has_unusual_blank_at_an_end(secret))
        return "it begins or ends in a blank, which the application takes away";
    if (!dotenv_literal(secret)) return "no way to quote it is the same for every program that reads .env";
    return {};
}

/// What refuses secrets that cannot be kept.
inline error not_kept(std::string_view what, std::string_view reason) {
    return {errc::invalid,
            {what, " cannot be kept: ", reason, "."},
            "Replace the secret without keeping earlier ones, which logs everybody out."};
}

inline void append_new(std::vector<std::string> &secrets, const std::string &secret) {
    if (std::find(secrets.begin(), secrets.end(), secret) == secrets.end()) secrets.push_back(secret);
}

/// The secrets that are accepted besides the new one from now on, the newest first.
inline std::vector<std::string> secrets_to_keep(const dotenv_entry *old, const dotenv_entry *earlier,
                                                const secret_options &options) {
    if (options.keep == 0) return {};
    std::vector<std::string> kept;
    if (old) refuse_doubt(*old);
    if (earlier) refuse_doubt(*earlier);
    if (old && !trim(old->value).empty()) {
        if (auto reason = why_not_kept(old->value); !reason.empty())
            throw not_kept("The secret in .env:" + std::to_string(old->line), reason);
        kept.push_back(old->value);
    }
    for (const auto &secret : secrets_in(earlier ? earlier->value : std::string()))
        append_new(kept, secret);
    std::erase(kept, options.secret);
    kept.resize(std::min(kept.size(), options.keep));
    if (!dotenv_literal(list_of(kept)))
        throw not_kept("The earlier secrets", "no way to quote them together is the same for every program");
    return kept;
}

/// The process's own value of a variable, which `.env` does not change; empty where it has none.
inline std::string process_value(const environment &variables, std::string_view name) {
    auto *found = variables.find(name);
    return found && found->source == "environment" ? found->value : std::string();
}

inline std::vector<std::string> warnings_of(const project &app, const environment &variables,
                                            const std::vector<dotenv_entry> &entries) {
    std::vector<std::string> warnings;
    auto git = look_at_git(app);
    if (git.tracked)
        warnings.push_back(".env is in git, and the new secret will be: git rm --cached .env, and put it "
                           "into .gitignore.");
    else if (git.in_repository && !git.ignored)
        warnings.push_back(".env is not kept out of git: echo .env >> .gitignore");
    for (auto name : {secret_variable, earlier_secrets_variable}) {
        auto own = process_value(variables, name);
        auto *entry = last_entry(entries, name);
        if (own.empty() || (entry && entry->value == own)) continue;
        warnings.push_back(
            joined({"The environment has a ", name,
                    " that is not .env's: an application that is started with it may go on using it."}));
    }
    return warnings;
}

inline bool needs_edit(const dotenv_entry *earlier, const std::vector<std::string> &kept) {
    if (!earlier) return !kept.empty();
    return !earlier->doubt.empty() || secrets_in(earlier->value) != kept;
}

inline void check_options(const secret_options &options) {
    if (options.keep > 100)
        throw error(errc::usage, "More than 100 earlier secrets cannot be kept.", "Keep 1 to 100.");
    if (options.secret.empty() || !why_not_kept(options.secret).empty())
        throw error(errc::invalid, "The new secret cannot be used, or not be kept later.",
                    "Use 64 hexadecimal digits.");
}

} // namespace detail

/// Plans a new SESSION_SECRET in the application's `.env`, which is made where there is none; all else in the
/// file stays as it is, to the byte. `keep` earlier secrets, the newest ones, stand in
/// SESSION_SECRET_PREVIOUS then; with none, that variable is emptied where it is there, and everybody is
/// logged out. Reads the file and touches nothing.
/// Throws errc::ambiguous where programs that read `.env` differ, or would, on one of the two variables;
/// errc::invalid for a secret that cannot be kept, and a file that is no text; errc::usage for more than 100
/// to keep; errc::io. No error holds a secret.
[[nodiscard]] inline secret_plan plan_secret(const project &app, const environment &variables,
                                             const secret_options &options = {}) {
    detail::check_options(options);
    planned_file file{.path = ".env", .previous = detail::read_file(app.root / ".env"), .secret = true};
    auto text = file.previous.value_or("");
    if (text.find('\0') != text.npos)
        throw error(errc::invalid, ".env is not a text file.", "Write it anew, with lines like NAME='...'.");
    auto entries = parse_dotenv(text);
    auto *old = detail::last_entry(entries, detail::secret_variable);
    auto *earlier = detail::last_entry(entries, detail::earlier_secrets_variable);
    auto kept = detail::secrets_to_keep(old, earlier, options);

    file.status = file.previous ? file_status::update : file_status::create;
    file.contents = detail::with_variable(text, detail::secret_variable, options.secret);
    if (detail::needs_edit(earlier, kept))
        file.contents =
            detail::with_variable(file.contents, detail::earlier_secrets_variable, detail::list_of(kept));

    secret_plan planned{.plan = {.root = app.root, .files = {std::move(file)}},
                        .kept = kept.size(),
                        .warnings = detail::warnings_of(app, variables, entries)};
    for (const auto &used :
         {old ? old->value : std::string(), detail::process_value(variables, detail::secret_variable)})
        planned.logs_out |=
            !detail::trim(used).empty() && std::find(kept.begin(), kept.end(), used) == kept.end();
    return planned;
}

} // namespace azu_session::inline v0_1
