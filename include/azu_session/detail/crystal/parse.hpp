#pragma once

#include <azu_session/detail/crystal/parser_calls.hpp>
#include <azu_session/detail/crystal/parser_definitions.hpp>
#include <azu_session/detail/crystal/parser_expressions.hpp>
#include <azu_session/detail/crystal/parser_skip.hpp>
#include <azu_session/detail/crystal/parser_statements.hpp>

#include <string_view>

namespace azu_session::inline v0_1::crystal {

/// Reads Crystal source into a syntax tree. Takes any bytes and never fails: what is not understood, or is
/// nested deeper than some 60 levels, becomes `opaque`; what goes on for too long is cut off. Needs time and
/// memory in proportion to the source, which must outlive the tree.
inline tree parse(std::string_view source) { return detail::parser(source).run(); }

} // namespace azu_session::inline v0_1::crystal
