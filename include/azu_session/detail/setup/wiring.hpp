#pragma once

#include <azu_session/backend.hpp>
#include <azu_session/detail/crystal/parse.hpp>
#include <azu_session/detail/initializer/manifest.hpp>
#include <azu_session/detail/setup/crystal_files.hpp>
#include <azu_session/detail/setup/dotenv_edit.hpp>
#include <azu_session/detail/setup/edits.hpp>
#include <azu_session/detail/setup/gitignore.hpp>
#include <azu_session/detail/setup/handler_list.hpp>
#include <azu_session/detail/setup/loading.hpp>
#include <azu_session/detail/setup/schema.hpp>
#include <azu_session/detail/setup/variables.hpp>
#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/environment.hpp>
#include <azu_session/project.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The steps that setup can take in the application's own files. Each puts lines into one of them, where that
/// is sure to do what it is for; where it is not, it leaves the file as it is.
namespace azu_session::inline v0_1::detail {

/// The application's sources as they will be.
inline std::vector<crystal_file> planned_sources(const project &app, const edits &planned) {
    auto files = crystal_files(app);
    for (auto &file : files)
        for (const auto &edited : planned.files())
            if (edited.path == file.path) file.text = edited.contents;
    return files;
}

inline void require_initializer(const project &app, edits &planned) {
    for (const auto &program : serving_programs(app, planned)) {
        // One program may begin with what another one requires.
        if (follow(app, program.file, planned_texts(planned)).loads_in_time) continue;
        if (auto place = place_for_initializer(app, planned, program.file))
            planned.insert(program.file, place->at, place->text);
    }
}

inline void put_session_handler(const project &app, edits &planned) {
    auto files = planned_sources(app, planned);
    auto found = find_handlers(files);
    if (found.has_session_handler || found.lists.size() != 1) return;
    const auto &list = found.lists.front();
    auto file =
        std::find_if(files.begin(), files.end(), [&](const auto &one) { return one.path == list.file; });
    file->text.insert(list.insertion.at, list.insertion.text);
    auto after = find_handlers(files);
    if (after.lists.size() == 1 && after.lists.front().begins_with_session_handler)
        planned.insert(list.file, list.insertion.at, list.insertion.text);
}

/// Whether a text of `.env` goes on from another one with a variable more, for every program that reads it.
inline bool only_adds(std::string_view before, std::string_view after, std::string_view name,
                      std::string_view value) {
    auto expected = parse_dotenv(before), entries = parse_dotenv(after);
    expected.push_back({.name = std::string(name), .value = std::string(value)});
    return after.find('\0') == after.npos &&
           std::equal(expected.begin(), expected.end(), entries.begin(), entries.end(), is_same);
}

/// A line for the end of a `.env` text. It ends in LF, since a value before CR LF is not the same for every
/// program.
inline std::string dotenv_line(std::string_view text, const std::string &assignment) {
    return text.empty() || text.ends_with('\n') ? assignment + "\n" : "\n" + assignment;
}

/// Adds the variables that are missing to `.env`, as far as their values can be told. Gives the environment
/// that the application then has. Nothing is added where a program that reads `.env` would read something
/// else.
inline environment set_variables(const project &app, const environment &variables, backend backend,
                                 database_engine engine, const std::string &secret, edits &planned) {
    auto after = variables;
    for (const auto &[name, value] : values_to_set(app, variables, backend, engine, secret)) {
        auto text = planned.text_of(".env").value_or("");
        auto entries = parse_dotenv(text);
        if (auto *last = last_entry(entries, name); last && !last->value.empty()) {
            // An empty one of the process may hide it; otherwise another setup has written it by now.
            if (!variables.get(name)) after.set(name, last->value, ".env:" + std::to_string(last->line));
            continue;
        }
        auto literal = dotenv_literal(value);
        if (!literal) continue;
        auto line = dotenv_line(text, name + "=" + *literal);
        if (!only_adds(text, text + line, name, value)) continue;
        auto noted = dotenv_line(text, name + "=" + std::string(secret_mark));
        planned.insert(".env", text.size(), line, name == "SESSION_SECRET" ? noted : line);
        planned.keep_secret(".env");
        after.set(name, value, ".env:" + std::to_string(parse_dotenv(text + line).back().line));
    }
    return after;
}

/// Keeps files that hold secrets out of git.
inline void ignore_secrets(edits &planned) {
    for (const char *file : {".env", "config/secrets.yml"}) {
        auto patterns = planned.text_of(".gitignore").value_or("");
        bool is_there = planned.text_of(file).has_value();
        if (is_there && !is_ignored(patterns, file))
            planned.insert(".gitignore", patterns.size(), as_last_line(patterns, file));
    }
}

/// Tells in `.env.example` which variables there are.
inline void give_example(const project &app, backend backend, database_engine engine, edits &planned) {
    for (const auto &line : example_lines(app, backend, engine)) {
        auto text = planned.text_of(".env.example").value_or("");
        auto name = line.substr(0, line.find('='));
        auto entries = parse_dotenv(text);
        if (!last_entry(entries, name)) planned.insert(".env.example", text.size(), as_last_line(text, line));
    }
}

/// Takes all of these steps. Gives the environment that the application then has.
inline environment wire(const project &app, const environment &variables, backend backend,
                        database_engine engine, const std::string &secret, edits &planned) {
    require_initializer(app, planned);
    put_session_handler(app, planned);
    auto after = set_variables(app, variables, backend, engine, secret, planned);
    ignore_secrets(planned);
    give_example(app, backend, engine, planned);
    return after;
}

} // namespace azu_session::inline v0_1::detail
