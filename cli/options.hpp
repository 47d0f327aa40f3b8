#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// An option of a command, as help and completion show it.
struct option {
    std::string name;          ///< long form, without the dashes
    std::string letter = {};   ///< short form, or empty
    std::string argument = {}; ///< what its argument is called; empty for a switch
    std::string description = {};
    std::vector<std::string> choices = {}; ///< what its argument can be, for completion
};

/// The options that were given on a command line.
class given_options {
public:
    explicit given_options(std::map<std::string, std::string> values) : values_(std::move(values)) {}

    bool has(const std::string &name) const { return values_.count(name) != 0; }
    std::optional<std::string> value(const std::string &name) const {
        auto found = values_.find(name);
        return found == values_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    std::map<std::string, std::string> values_;
};

/// The options that every command has.
const std::vector<option> &common_options();

/// Reads `arguments`. Throws errc::usage for an option that is not among `known`, for one that lacks its
/// argument or is given two, for an empty argument, and for a word that belongs to no option.
given_options parse_options(const std::string &command, const std::vector<option> &known,
                            const std::vector<std::string> &arguments);

/// The options as a help text lists them.
std::string options_help(const std::vector<option> &known);

} // namespace cli
