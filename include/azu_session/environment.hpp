#pragma once

#include <azu_session/dotenv.hpp>
#include <azu_session/project.hpp>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

extern "C" char **environ;

namespace azu_session {

/// The variables that an application runs with, each with the place it was learnt from.
class environment {
public:
    environment() = default;

    /// Just these variables; the process and the disk are not looked at.
    explicit environment(const std::map<std::string, std::string> &variables) {
        for (const auto &[name, value] : variables)
            set(name, value, "environment");
    }

    /// The process's variables and, for names that it does not have, those of the application's `.env`.
    /// Throws errc::io when `.env` exists and cannot be read.
    static environment of(const project &app);

    /// The value, which may be empty; nothing when the variable is not set.
    std::optional<std::string> get(std::string_view name) const {
        auto found = variables_.find(name);
        if (found == variables_.end()) return std::nullopt;
        return found->second.value;
    }

    /// Where a set variable was learnt: "environment", or ".env:2" for its second line. Empty when not set.
    std::string source(std::string_view name) const {
        auto found = variables_.find(name);
        return found == variables_.end() ? std::string() : found->second.source;
    }

    /// Sets a variable, in place of any earlier value.
    void set(const std::string &name, std::string value, std::string source) {
        variables_[name] = {std::move(value), std::move(source)};
    }

private:
    struct variable {
        std::string value;
        std::string source;
    };
    std::map<std::string, variable, std::less<>> variables_;
};

inline environment environment::of(const project &app) {
    environment found;
    if (auto text = read_file(app.root / ".env"))
        for (auto &entry : parse_dotenv(*text))
            found.set(entry.name, std::move(entry.value), ".env:" + std::to_string(entry.line));
    for (char **variable = environ; variable && *variable; ++variable) {
        std::string_view text = *variable;
        if (auto equals = text.find('='); equals != std::string_view::npos)
            found.set(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)),
                      "environment");
    }
    return found;
}

} // namespace azu_session
