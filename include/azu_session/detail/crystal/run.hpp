#pragma once

// The interpreter with all of its parts.

#include <azu_session/detail/crystal/interpreter_arguments.hpp>
#include <azu_session/detail/crystal/interpreter_calls.hpp>
#include <azu_session/detail/crystal/interpreter_expressions.hpp>
#include <azu_session/detail/crystal/interpreter_objects.hpp>
#include <azu_session/detail/crystal/interpreter_statements.hpp>
#include <azu_session/detail/crystal/interpreter_unknown.hpp>
