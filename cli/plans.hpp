#pragma once

#include <azu_session/plan.hpp>

#include "console.hpp"
#include "json.hpp"

#include <string>
#include <utility>
#include <vector>

/// What commands that plan changes of an application's files have in common.
namespace cli {

/// "      update  shard.yml"
std::string line_of(const azu_session::planned_file &file);

/// What an object says of a plan's files; with the difference of each where it is yet to be decided upon.
json::value files_json(const azu_session::setup_plan &plan, bool undecided);

/// What an object says of a plan; with the difference of each file where it is yet to be decided upon.
std::vector<std::pair<std::string, json::value>> as_json(const azu_session::setup_plan &plan, bool undecided);

/// The files, each with what becomes of it; where one is in the way, those alone that are.
void print_files(const azu_session::setup_plan &plan, console &out);

/// What becomes of each of these files, as unified differences.
void print_differences(const azu_session::setup_plan &plan, console &out);

/// The same on standard error, as far as it is short: what somebody changed in setup's own half of a file is
/// told at once, what replaces a whole one is not.
void note_differences(const azu_session::setup_plan &plan, console &out);

/// The steps that remain, what is to be done by hand, and what is no longer needed.
void print_rest(const azu_session::setup_plan &plan, console &out);

} // namespace cli
