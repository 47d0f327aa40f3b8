#pragma once

#include <azu_session/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cli {

/// What an option takes. Parsing, help and completion follow from it.
enum class option_kind {
    flag,      ///< nothing: it is given or not
    word,      ///< any text
    pair,      ///< KEY=VALUE
    number,    ///< a number, with decimals, in a range
    count,     ///< a whole number in a range
    choice,    ///< one of a few words
    file,      ///< the path of a file that can be read
    new_file,  ///< the path of a file that is written
    directory, ///< the path of a directory
};

/// One option of a command: a row of its table.
struct option {
    std::string name;        ///< long form, without the dashes
    std::string letter = {}; ///< short form, or empty
    option_kind kind = option_kind::flag;
    std::string argument = {};    ///< what help calls its value; empty for a flag
    std::string description = {}; ///< help adds the choices or the range, and the default
    std::string noun = {};        ///< what a message calls its value, if not by `argument`
    std::vector<std::string> choices = {};
    std::pair<double, double> range = {}; ///< the least and the greatest number
    bool repeats = false;                 ///< it may be given more than once
    std::string default_value = {};       ///< what a command is given where the person gives nothing
    std::optional<azu_session::setting> gives = {}; ///< the setting of the library that it stands for
};

/// The failure, with the settings that it names written as those of the options that stand for them:
/// "Options: --prefix."
azu_session::error worded(const azu_session::error &failure, const std::vector<option> &options);

/// What was given on a command line.
class given_options {
public:
    explicit given_options(std::map<std::string, std::vector<std::string>> values, std::string operand = {})
        : values_(std::move(values)), operand_(std::move(operand)) {}

    bool has(const std::string &name) const { return values_.count(name) != 0; }
    std::optional<std::string> value(const std::string &name) const {
        auto all = values(name);
        return all.empty() ? std::nullopt : std::optional(all.front());
    }
    /// All values of an option that may be given more than once, in that order.
    std::vector<std::string> values(const std::string &name) const {
        auto found = values_.find(name);
        return found == values_.end() ? std::vector<std::string>() : found->second;
    }
    /// The value of an option of the kind `number` or `count`, and those of one of the kind `pair`.
    std::optional<double> number(const std::string &name) const;
    std::vector<std::pair<std::string, std::string>> pairs(const std::string &name) const;
    /// The word that belongs to no option, such as the command in `azu help COMMAND`; may be empty.
    const std::string &operand() const { return operand_; }

private:
    std::map<std::string, std::vector<std::string>> values_;
    std::string operand_;
};

struct command;

/// Reads the arguments of `one`. Throws errc::usage for an option that it does not have, for one that lacks
/// its value or is given two, for an empty value, and for a word too many. The values are not looked at yet.
given_options parse_options(const command &one, const std::vector<std::string> &arguments);

} // namespace cli
