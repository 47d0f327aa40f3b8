#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace azu_session::inline v0_1::detail {

/// A configuration of the store that an application kept its sessions in before, as if it had it still.
struct earlier_initializer {
    initializer configuration;
    std::size_t line = 0; ///< of the initializer, counted from 1: the one that the store is noted in
};

/// The configuration that a store expression makes, as the initializer of a path.
inline initializer initializer_with(const std::filesystem::path &path, const std::string &expression) {
    initializer made{path};
    made.files->add(path.generic_string(),
                    "Session.configure do |config|\n  config.store = " + expression + "\nend\n");
    return made;
}

/// What refuses to guess what was noted.
inline error unreadable_note(const std::string &file, std::size_t line) {
    return {errc::invalid,
            {file, ":", std::to_string(line), " notes an earlier store, and does not tell where it is."},
            "Correct the line, or say where the sessions are.",
            {setting::prefix, setting::table, setting::url}};
}

/// What the initializer's manifest notes of an earlier store of this kind; nothing where it notes none.
/// Throws errc::invalid where a note cannot be read, and where there are several.
inline std::optional<earlier_initializer> load_earlier_store(const initializer &found, backend kind) {
    std::string_view text = (*found.files)[0].text;
    auto halves = split_initializer(text);
    if (!halves) return std::nullopt;
    auto manifest = read_manifest(halves->manifest);
    auto *store = find_earlier(manifest, kind);
    auto line = static_cast<std::size_t>(std::count(halves->upper.begin(), halves->upper.end(), '\n')) + 1;
    std::size_t noted = 0, seen = 0;
    for (auto rest = text.substr(halves->upper.size()); !rest.empty(); ++line)
        if (notes_earlier_store(take_line(rest), kind)) ++seen, noted = line;
    if (seen == 0) return std::nullopt;
    if (!store || store->expression.empty() || seen > 1)
        throw unreadable_note(found.path.generic_string(), noted);
    return earlier_initializer{initializer_with(found.path, store->expression), noted};
}

} // namespace azu_session::inline v0_1::detail
