#pragma once

#include <azu_session/detail/crystal/core.hpp>
#include <azu_session/detail/crystal/lexer.hpp>
#include <azu_session/detail/crystal/macros.hpp>
#include <azu_session/detail/crystal/source.hpp>
#include <azu_session/detail/detect/session_library.hpp>
#include <azu_session/detail/detect/source_files.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/detail/text/unreadable.hpp>
#include <azu_session/detail/text/utf8.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// A path that a file requires, where no file is.
struct missing_file {
    std::string path;
    crystal::place where;
};

/// An application's initializer and the files that it requires.
struct initializer {
    std::filesystem::path path; ///< relative to the application's root
    std::unique_ptr<crystal::program> files = std::make_unique<crystal::program>();
    bool complete = true; ///< false where it requires more files than are read
    std::vector<missing_file> missing = {};

    /// Whether a file, named relative to the root, is one of them.
    bool has(const std::filesystem::path &file) const {
        auto name = file.generic_string();
        return std::any_of(files->own().begin(), files->own().end(),
                           [&](const crystal::source &one) { return one.name == name; });
    }
};

/// What to give where the application does not tell.
inline const std::vector<setting> where_they_are = {setting::backend, setting::prefix, setting::table,
                                                    setting::url};

/// A literal path that a file requires, and the byte where it does.
struct requirement {
    std::string text;
    std::uint32_t begin = 0;
};

inline std::vector<requirement> requirements_of(const crystal::tree &syntax) {
    std::vector<requirement> paths;
    for (auto &part : syntax.nodes) {
        if (part.kind != crystal::node_kind::call || part.text != "require" || part.first == crystal::no_node)
            continue;
        auto &name = syntax[part.first];
        if (name.kind != crystal::node_kind::string || name.first == crystal::no_node ||
            name.first != name.last)
            continue;
        auto text = syntax[name.first].text;
        if (text.starts_with('.')) paths.push_back({std::string(text), part.begin});
    }
    return paths;
}

/// Reads the files that are required, and those that they require in turn.
inline void load_required(const project &app, initializer &loaded) {
    std::vector<std::filesystem::path> known = {app.root / loaded.path};
    for (std::size_t next = 0; next < loaded.files->own().size(); ++next) {
        auto &file = loaded.files->own()[next];
        for (auto &path : requirements_of(file.syntax)) {
            if (file.required.contains(path.text)) continue;
            if (loaded.missing.size() == most_files) loaded.complete = false;
            if (!loaded.complete) return;
            auto found = required_sources(known[next].parent_path(), path.text);
            if (!found)
                loaded.missing.push_back({path.text, {static_cast<crystal::file_index>(next), path.begin}});
            loaded.complete = loaded.complete && (!found || found->directories_left > 0);
            for (auto &one : found.value_or(source_list()).files) {
                auto normal = one.lexically_normal();
                auto seen =
                    static_cast<std::size_t>(std::find(known.begin(), known.end(), normal) - known.begin());
                if (seen == known.size()) {
                    loaded.complete = loaded.complete && seen < most_files;
                    auto text = seen < most_files ? read_source(normal) : std::nullopt;
                    if (!text) continue;
                    loaded.files->add(normal.lexically_relative(app.root).generic_string(), std::move(*text));
                    known.push_back(normal);
                }
                file.required[path.text].push_back(static_cast<crystal::file_index>(seen));
            }
        }
    }
}

/// What every program has: the core library and the session shard, parsed once, which takes longer than all
/// the rest.
inline const std::vector<const crystal::source *> &libraries() {
    static const crystal::source core("Crystal", crystal::core_library()),
        session("session", session_library);
    static const std::vector<const crystal::source *> both = {&core, &session};
    return both;
}

/// A file with what it requires; nothing where there is none. Throws errc::io when one cannot be read.
inline std::optional<initializer> load_file(const project &app, const std::filesystem::path &place) {
    auto text = read_source(app.root / place);
    if (!text) return std::nullopt;
    initializer loaded{place};
    loaded.files->add(place.generic_string(), std::move(*text));
    load_required(app, loaded);
    if (loaded.missing.empty()) crystal::expand_macros(*loaded.files, libraries());
    return loaded;
}

/// The application's initializer in one of the usual places; nothing where there is none.
inline std::optional<initializer> load_initializer(const project &app) {
    for (auto place : initializer_places)
        if (auto loaded = load_file(app, place)) return loaded;
    return std::nullopt;
}

/// Whether a conflict's marker stands in code, and not in a literal or a comment.
inline bool is_in_conflict(std::string_view text) {
    bool marked = false;
    for (auto rest = text; !rest.empty() && !marked;)
        marked = is_conflict_marker(take_line(rest));
    if (!marked) return false;
    for (auto &token : crystal::lex(text)) {
        if (token.kind != crystal::token_kind::operation) continue;
        auto begin = static_cast<std::size_t>(token.text.data() - text.data());
        auto behind = text.substr(begin);
        if ((begin == 0 || text[begin - 1] == '\n') && is_conflict_marker(take_line(behind))) return true;
    }
    return false;
}

/// Why a text is no Crystal source, as "is encrypted"; empty where it may be one.
inline std::string_view why_no_source(std::string_view text) {
    if (auto reason = unreadable(text); !reason.empty()) return reason;
    if (has_control_character(text) && !is_utf8(text)) return "is no text in UTF-8";
    return is_in_conflict(text) ? "has unresolved conflict markers" : "";
}

/// Whether something in a program is no source, or was not read, so that it may be about anything.
inline bool is_incomplete(const initializer &loaded) {
    auto &files = loaded.files->own();
    return !loaded.complete || std::any_of(files.begin(), files.end(), [](const crystal::source &file) {
        return file.syntax.unended || !why_no_source(file.text).empty();
    });
}

} // namespace azu_session::inline v0_1::detail
