#pragma once

#include <azu_session/detail/initializer/halves.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/setup/initializer.hpp>
#include <azu_session/project.hpp>

#include <optional>
#include <string>

namespace azu_session::inline v0_1::detail {

/// What setup finds of an initializer.
struct existing_initializer {
    std::optional<std::string> source;

    /// Views of the source; nothing where it is none of setup's.
    std::optional<initializer_halves> halves() const {
        return source ? split_initializer(*source) : std::nullopt;
    }
    manifest known() const {
        auto parts = halves();
        return parts ? read_manifest(parts->manifest) : manifest();
    }
    /// What it serves, as the marker line names it; empty where it is none of setup's.
    std::string_view kind() const {
        auto parts = halves();
        return parts ? marker_facts(parts->marker)[0] : std::string_view();
    }
};

} // namespace azu_session::inline v0_1::detail
