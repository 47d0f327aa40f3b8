#pragma once

#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/detect/source_files.hpp>
#include <azu_session/detail/text/unreadable.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
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
    makes,     ///< it makes one: `Session::…Store(…)`
    configures ///< it says which one is used: `Session.configure` with a store, `Session.config.store =`
};

/// Tells the role of a file by its tokens. A bare `RedisStore` may be a cache's.
class role_finder {
public:
    explicit role_finder(std::string_view text) : tokens_(crystal::lex(text)) {
        for (std::size_t i = 0; i + 2 < tokens_.size(); ++i) {
            auto name = tokens_[i + 1].text;
            names_store_ |=
                tokens_[i].kind != crystal::token_kind::text && tokens_[i].text.find("tore") != name.npos;
            sets_store_ |=
                (is(i, ".") || is(i, "&.")) && (name == "store" || name == "provider") && is(i + 2, "=");
        }
    }

    session_role find() const {
        auto found = session_role::none;
        for (std::size_t i = 0; i + 3 < tokens_.size(); ++i)
            if (is_shard(i)) found = std::max(found, role_of(i));
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
        bool configures = is(i + 1, ".") && name == "configure" && names_store_;
        configures |= is(i + 1, ".") && (name == "config" || name == "configuration") && sets_store_;
        configures |= is(i + 1, "::") && name == "CONFIG" && sets_store_;
        if (configures) return session_role::configures;
        bool makes = is(i + 1, "::") && name.ends_with("Store") && name != "Store" && is(i + 3, "(");
        return makes && !is_type(i) ? session_role::makes : session_role::none;
    }

    /// `class A < Session::…` and `use_store Session::…`, which make no store.
    bool is_type(std::size_t i) const {
        if (i > 1 && is(i - 1, "(")) --i;
        return i > 0 && (is(i - 1, "<") || tokens_[i - 1].text == "use_store");
    }

    std::vector<crystal::token> tokens_;
    bool names_store_ = false; ///< in code
    bool sets_store_ = false;  ///< of something
};

inline session_role session_role_of(std::string_view text) {
    return text.find("Session") == text.npos ? session_role::none : role_finder(text).find();
}

/// Which directory it is, by whatever name.
inline std::optional<std::pair<::dev_t, ::ino_t>> identity_of(const std::filesystem::path &directory) {
    struct ::stat found {};
    if (::stat(directory.c_str(), &found) != 0) return std::nullopt;
    return std::pair(found.st_dev, found.st_ino);
}

/// The sources below a directory of the application, each once, however many links lead there, and none of
/// where a link leads back out; hidden ones are an editor's. Throws errc::io for a directory that cannot be
/// listed.
inline std::vector<std::filesystem::path> sources_below(const project &app, const std::string &directory) {
    namespace fs = std::filesystem;
    std::vector<fs::path> found, ahead = {app.root / directory};
    std::set<std::optional<std::pair<::dev_t, ::ino_t>>> known = {std::nullopt};
    for (auto above = app.root; known.insert(identity_of(above)).second;)
        above = above.parent_path();
    std::error_code ignored;
    auto is_hidden = [](const fs::path &path) { return path.filename().native().starts_with('.'); };
    while (!ahead.empty()) {
        auto next = std::move(ahead.back());
        ahead.pop_back();
        if (!fs::is_directory(next, ignored) || !known.insert(identity_of(next)).second) continue;
        auto contents = list_directory(next);
        for (auto &one : contents.directories)
            if (!is_hidden(one)) ahead.push_back(one);
        for (auto &one : contents.sources)
            if (!is_hidden(one)) found.push_back(one.lexically_relative(app.root));
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// A file that has to do with sessions, relative to the application's root.
struct session_file {
    std::filesystem::path path;
    session_role role = session_role::none;
};

/// Those below src/, and below config/ where there is no initializer, but not those that it requires. Throws
/// errc::invalid for one that cannot be searched.
inline std::vector<session_file> session_files(const project &app, const initializer *known) {
    auto candidates = sources_below(app, "src");
    if (!known)
        for (auto &one : sources_below(app, "config"))
            candidates.push_back(std::move(one));
    std::vector<session_file> found;
    for (auto &place : candidates) {
        if (known && known->has(place)) continue;
        auto text = read_source(app.root / place);
        if (!text) continue;
        if (auto reason = unreadable(*text); !reason.empty())
            throw error(errc::invalid, {place.generic_string(), " may configure sessions, and ", reason, "."},
                        "Correct the file, or say where the sessions are.", where_they_are);
        if (auto role = session_role_of(*text); role != session_role::none) found.push_back({place, role});
    }
    return found;
}

/// Those files with what they require: one alone where no other configures, and it requires those that make
/// stores.
inline std::vector<initializer> find_elsewhere(const project &app, const initializer *known) {
    auto files = session_files(app, known);
    auto declares = [](const session_file &file) { return file.role == session_role::declares; };
    if (!std::all_of(files.begin(), files.end(), declares)) std::erase_if(files, declares);
    auto configuring = std::count_if(files.begin(), files.end(), [](const session_file &file) {
        return file.role == session_role::configures;
    });
    std::vector<initializer> found;
    for (auto &file : files) {
        auto loaded = load_file(app, file.path);
        if (!loaded) continue;
        bool alone = configuring == 1 && file.role == session_role::configures &&
                     std::all_of(files.begin(), files.end(),
                                 [&](const session_file &one) { return loaded->has(one.path); });
        if (alone) found.clear();
        found.push_back(std::move(*loaded));
        if (alone) break;
    }
    return found;
}

} // namespace azu_session::inline v0_1::detail
