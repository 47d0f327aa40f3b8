#pragma once

#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/detail/text/lines.hpp>
#include <azu_session/error.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace azu_session::inline v0_1::detail {

/// The entry of that name that counts, which is the last; null where there is none.
inline const dotenv_entry *last_entry(const std::vector<dotenv_entry> &entries, std::string_view name) {
    auto found = std::find_if(entries.rbegin(), entries.rend(),
                              [&](const dotenv_entry &entry) { return entry.name == name; });
    return found == entries.rend() ? nullptr : &*found;
}

[[noreturn]] inline void refuse_entry(const dotenv_entry &entry, std::string_view reason) {
    auto mended = std::to_string(entry.doubt_line > 0 ? entry.doubt_line : entry.line);
    throw error(errc::ambiguous, {entry.name, " in .env:", std::to_string(entry.line), " ", reason, "."},
                joined({"Leave nothing on line ", mended,
                        " of .env but one assignment, as NAME='...', and run the command again."}));
}

/// Throws errc::ambiguous where programs differ on the entry's value.
inline void refuse_doubt(const dotenv_entry &entry) {
    if (entry.doubt.empty()) return;
    refuse_entry(entry, "is not the same for every program that reads the file: " + entry.doubt);
}

/// How the value is written so that a shell, cr-dotenv and Node.js's dotenv read it alike: bare or else in
/// single quotes or else in double ones; nothing where there is no such way.
inline std::optional<std::string> dotenv_literal(std::string_view value) {
    for (std::string_view quote : {"", "'", "\""}) {
        auto literal = joined({quote, value, quote});
        auto read = parse_dotenv("export X=" + literal + "\n");
        if (read.size() == 1 && read[0].value == value && read[0].doubt.empty()) return literal;
    }
    return std::nullopt;
}

/// Whether two entries mean the same, wherever they stand.
inline bool is_same(const dotenv_entry &one, const dotenv_entry &other) {
    return one.name == other.name && one.value == other.value && one.doubt.empty() == other.doubt.empty();
}

/// Throws errc::ambiguous unless the text `after` gives the variable exactly that value, for every program,
/// and all others what `before` gave them.
inline void check_edit(const std::vector<dotenv_entry> &before, std::string_view after, std::string_view name,
                       std::string_view value) {
    auto entries = parse_dotenv(after);
    auto *old = last_entry(before, name), *edited = last_entry(entries, name);
    if (!edited) // within a value that goes on to the end of the file
        throw error(errc::ambiguous, {name, " cannot be added to .env, whose last value has no end."},
                    "Close its quotes, and run the command again.");
    refuse_doubt(*edited);
    auto expected = before;
    if (!old) expected.emplace_back();
    auto index = old ? old - before.data() : static_cast<std::ptrdiff_t>(before.size());
    expected[static_cast<std::size_t>(index)] = {.name = std::string(name), .value = std::string(value)};
    if (!std::equal(expected.begin(), expected.end(), entries.begin(), entries.end(), is_same))
        refuse_entry(*edited, "cannot be changed for every program without a change of something else");
}

/// The text of a `.env` file in which the variable has that value: the last entry of its name, the one that
/// counts, is given it in place, or a line is added at the end. No other byte changes. The added line ends in
/// LF, since a value before CR LF is not the same for every program.
/// Throws errc::invalid where the value cannot be written for every program, and errc::ambiguous where the
/// variable would not have it for all of them, or another one would change.
inline std::string with_variable(std::string_view dotenv, std::string_view name, std::string_view value) {
    auto literal = dotenv_literal(value);
    if (!literal)
        throw error(errc::invalid,
                    {"The value of ", name, " cannot be written so that every program reads it alike."},
                    "Use one of letters and digits alone.");
    auto before = parse_dotenv(dotenv);
    auto *old = last_entry(before, name);
    if (old && old->value_at == 0) refuse_doubt(*old);
    auto edited = old ? std::string(dotenv).replace(old->value_at, old->value_size, *literal)
                      : insert_lines(dotenv, dotenv.size(), "\n", joined({name, "=", *literal, "\n"}));
    check_edit(before, edited, name, value);
    return edited;
}

} // namespace azu_session::inline v0_1::detail
