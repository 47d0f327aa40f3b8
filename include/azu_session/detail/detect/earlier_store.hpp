#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/detect/initializer.hpp>
#include <azu_session/detail/setup/initializer_halves.hpp>
#include <azu_session/detail/setup/manifest.hpp>

#include <cstddef>
#include <optional>
#include <string>
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
    made.files->emplace_back(path.generic_string(),
                             "Session.configure do |config|\n  config.store = " + expression + "\nend\n");
    return made;
}

/// What the initializer's manifest notes of an earlier store of this kind; nothing where it notes none.
inline std::optional<earlier_initializer> load_earlier_store(const initializer &found, backend kind) {
    std::string_view text = found.files->front().text;
    auto halves = split_initializer(text);
    if (!halves) return std::nullopt;
    auto manifest = read_manifest(halves->manifest);
    auto *store = find_earlier(manifest, kind);
    if (!store) return std::nullopt;
    auto above = text.substr(0, text.size() - halves->manifest.size() - halves->lower.size());
    auto lines = static_cast<std::size_t>(std::count(above.begin(), above.end(), '\n'));
    return earlier_initializer{initializer_with(found.path, store->expression), lines + store->line + 1};
}

} // namespace azu_session::inline v0_1::detail
