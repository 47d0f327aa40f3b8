#pragma once

// The interpreter with all of its parts.

#include <azu_session/detail/crystal/interpreter_arguments.hpp>
#include <azu_session/detail/crystal/interpreter_calls.hpp>
#include <azu_session/detail/crystal/interpreter_conditions.hpp>
#include <azu_session/detail/crystal/interpreter_constants.hpp>
#include <azu_session/detail/crystal/interpreter_enums.hpp>
#include <azu_session/detail/crystal/interpreter_expressions.hpp>
#include <azu_session/detail/crystal/interpreter_frames.hpp>
#include <azu_session/detail/crystal/interpreter_literals.hpp>
#include <azu_session/detail/crystal/interpreter_methods.hpp>
#include <azu_session/detail/crystal/interpreter_objects.hpp>
#include <azu_session/detail/crystal/interpreter_parameters.hpp>
#include <azu_session/detail/crystal/interpreter_program.hpp>
#include <azu_session/detail/crystal/interpreter_sends.hpp>
#include <azu_session/detail/crystal/interpreter_skipped.hpp>
#include <azu_session/detail/crystal/interpreter_statements.hpp>
#include <azu_session/detail/crystal/interpreter_types.hpp>
#include <azu_session/detail/crystal/interpreter_unknown.hpp>
