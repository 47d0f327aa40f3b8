#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/source_files.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/text/unreadable.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

/// The files that configure sessions where no initializer does.
namespace azu_session::inline v0_1::detail {

/// What a file has to do with sessions.
enum class session_role {
    none,
    declares,  ///< it says of what class the store is: `Session.use_store`
    configures ///< `Session.configure` with a store, `Session.config.store =`, `Session::…Store(…)`
};

/// Tells the role of a file by its tokens. A bare `RedisStore` may be a cache's.
class role_finder {
public:
    explicit role_finder(std::string_view text) : tokens_(crystal::lex(text)) {}

    session_role find() const {
        auto found = session_role::none;
        for (std::size_t i = 0; i + 3 < tokens_.size(); ++i) {
            if (!is_shard(i)) continue;
            auto role = role_of(i);
            if (role == session_role::configures) return role;
            if (role == session_role::declares) found = role;
        }
        return found;
    }

private:
    bool is(std::size_t i, crystal::spelling wanted) const {
        return tokens_[i].is(crystal::token_kind::operation, wanted);
    }

    bool is_shard(std::size_t i) const {
        bool inner = i > 1 && is(i - 1, "::") && tokens_[i - 2].kind == crystal::token_kind::constant;
        return !inner && tokens_[i].is(crystal::token_kind::constant, "Session");
    }

    session_role role_of(std::size_t i) const {
        auto name = tokens_[i + 2].text;
        if (is(i + 1, ".") && name == "use_store") return session_role::declares;
        bool configures = is(i + 1, ".") && name == "configure" && speaks_of_store();
        configures |= is(i + 1, ".") && (name == "config" || name == "configuration") && sets_store();
        configures |= is(i + 1, "::") && name == "CONFIG" && sets_store();
        configures |=
            is(i + 1, "::") && name.ends_with("Store") && name != "Store" && is(i + 3, "(") && !is_type(i);
        return configures ? session_role::configures : session_role::none;
    }

    /// `class A < Session::…` and `use_store Session::…`, which make no store.
    bool is_type(std::size_t i) const {
        if (i > 1 && is(i - 1, "(")) --i;
        return i > 0 && (is(i - 1, "<") || tokens_[i - 1].text == "use_store");
    }

    bool speaks_of_store() const {
        return std::any_of(tokens_.begin(), tokens_.end(), [](const crystal::token &one) {
            return one.kind != crystal::token_kind::text && one.text.find("tore") != one.text.npos;
        });
    }

    bool sets_store() const {
        for (std::size_t i = 0; i + 2 < tokens_.size(); ++i) {
            auto name = tokens_[i + 1].text;
            if ((is(i, ".") || is(i, "&.")) && (name == "store" || name == "provider") && is(i + 2, "="))
                return true;
        }
        return false;
    }

    std::vector<crystal::token> tokens_;
};

inline session_role session_role_of(std::string_view text) {
    return text.find("Session") == text.npos ? session_role::none : role_finder(text).find();
}

/// The sources below a directory of the application, each once, however many links lead there; hidden ones
/// are an editor's. Throws errc::io for a directory that cannot be listed.
inline std::vector<std::filesystem::path> sources_below(const project &app, const std::string &directory) {
    namespace fs = std::filesystem;
    std::vector<fs::path> found, ahead = {app.root / directory};
    std::set<fs::path> known;
    std::error_code ignored;
    auto is_hidden = [](const fs::path &path) { return path.filename().native().starts_with('.'); };
    while (!ahead.empty()) {
        auto next = std::move(ahead.back());
        ahead.pop_back();
        auto real = fs::canonical(next, ignored);
        auto above = app.root.lexically_relative(real); // where a link leads back out
        if (!fs::is_directory(real, ignored) || *above.begin() != ".." || !known.insert(real).second)
            continue;
        auto contents = list_directory(next);
        for (auto &one : contents.directories)
            if (!is_hidden(one)) ahead.push_back(one);
        for (auto &one : contents.sources)
            if (!is_hidden(one)) found.push_back(one.lexically_relative(app.root));
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// The files below src/, and below config/ where there is no initializer, that configure sessions; else those
/// that declare a store. Throws errc::invalid for one that cannot be searched.
inline std::vector<std::filesystem::path> configuring_files(const project &app, const initializer *known) {
    auto candidates = sources_below(app, "src");
    if (!known)
        for (auto &one : sources_below(app, "config"))
            candidates.push_back(std::move(one));
    std::vector<std::filesystem::path> configuring, declaring;
    for (auto &place : candidates) {
        if (known && known->has(place)) continue;
        auto text = read_linked_file(app.root / place);
        if (!text) continue;
        if (auto reason = unreadable(*text); !reason.empty())
            throw error(errc::invalid, {place.generic_string(), " may configure sessions, and ", reason, "."},
                        "Correct the file, or say where the sessions are.", where_they_are);
        auto role = session_role_of(*text);
        if (role == session_role::configures) configuring.push_back(place);
        if (role == session_role::declares) declaring.push_back(place);
    }
    return configuring.empty() ? declaring : configuring;
}

/// Those files with what they require: one alone where it requires all the others, which says in which order
/// they run.
inline std::vector<initializer> find_elsewhere(const project &app, const initializer *known) {
    auto files = configuring_files(app, known);
    std::vector<initializer> found;
    for (auto &file : files) {
        auto loaded = load_file(app, file);
        if (!loaded) continue;
        bool all = std::all_of(files.begin(), files.end(), [&](const auto &one) { return loaded->has(one); });
        if (all) found.clear();
        found.push_back(std::move(*loaded));
        if (all) break;
    }
    return found;
}

} // namespace azu_session::inline v0_1::detail
