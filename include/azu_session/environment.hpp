#pragma once

#include <azu_session/detail/os/read_file.hpp>
#include <azu_session/detail/text/dotenv.hpp>
#include <azu_session/error.hpp>
#include <azu_session/project.hpp>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

extern "C" char **environ;

namespace azu_session::inline v0_1 {

/// The variables that an application runs with, each with the place it was learnt from. Threads may read one
/// together; while one changes it, no other may use it.
class environment {
public:
    /// One variable, as it was learnt.
    struct variable {
        std::string value;  ///< empty where it is only perhaps set
        std::string source; ///< "environment", or ".env:2" for its second line
        std::string doubt;  ///< why programs that read `.env` differ on the value; empty where they agree
        std::string doubt_source; ///< the line that is to change for it, where that is another one
    };

    /// No variables at all.
    environment() = default;

    /// Just these variables; the process and the disk are not looked at.
    explicit environment(const std::map<std::string, std::string> &variables) {
        for (const auto &[name, value] : variables)
            set(name, value, "environment");
    }

    /// The process's variables and, for names that it does not have, those of the application's `.env`.
    /// Throws errc::io when `.env` exists and cannot be read. No other thread may change the process's
    /// variables meanwhile.
    [[nodiscard]] static environment of(const project &app);

    /// The value, which may be empty; nothing when the variable is not set. Throws errc::ambiguous where
    /// programs that read the application's `.env` differ on it: nobody knows which of them the application
    /// uses.
    std::optional<std::string> get(std::string_view name) const {
        refuse_doubt(name);
        auto *found = find(name);
        return found ? std::optional(found->value) : std::nullopt;
    }

    /// The variable with what is doubtful about it, for whom the value may turn out not to matter; null when
    /// it is not set. One that is only perhaps set is empty and in doubt.
    const variable *find(std::string_view name) const {
        auto found = variables_.find(name);
        if (found == variables_.end()) found = variables_.find("*");
        return found == variables_.end() ? nullptr : &found->second;
    }

    /// Throws errc::ambiguous where the variable's value is in doubt.
    void refuse_doubt(std::string_view name) const {
        auto *found = find(name);
        if (!found || found->doubt.empty()) return;
        auto text = std::string(name);
        throw error(errc::ambiguous,
                    {text, " in ", found->source,
                     " is not the same for every program that reads the file: ", found->doubt, "."},
                    way_to_write(text, *found) + " Or set " + text + " in the environment.");
    }

    /// Where a set variable was learnt: "environment", or ".env:2" for its second line. Empty when not set.
    std::string source(std::string_view name) const {
        auto *found = find(name);
        return found ? found->source : std::string();
    }

    /// Sets a variable, in place of any earlier value.
    void set(const std::string &name, std::string value, std::string source, std::string doubt = {},
             std::string doubt_source = {}) {
        variables_[name] = {std::move(value), std::move(source), std::move(doubt), std::move(doubt_source)};
    }

private:
    static std::string way_to_write(const std::string &name, const variable &doubtful) {
        constexpr auto quoted =
            "one value in single quotes (in double quotes where it holds a single one), nothing behind it.";
        if (doubtful.doubt_source.empty())
            return "Write it as " + name + "='...' on a line of its own: " + quoted;
        return "Leave nothing on the line " + doubtful.doubt_source + " but NAME='...': " + quoted;
    }

    std::map<std::string, variable, std::less<>> variables_;
};

inline environment environment::of(const project &app) {
    environment found;
    if (auto text = detail::read_linked_file(app.root / ".env"))
        for (auto &entry : parse_dotenv(*text))
            found.set(entry.name, std::move(entry.value), ".env:" + std::to_string(entry.line),
                      std::move(entry.doubt),
                      entry.doubt_line > 0 ? ".env:" + std::to_string(entry.doubt_line) : std::string());
    for (char **variable = environ; variable && *variable; ++variable) {
        std::string_view text = *variable;
        if (auto equals = text.find('='); equals != std::string_view::npos)
            found.set(std::string(text.substr(0, equals)), std::string(text.substr(equals + 1)),
                      "environment");
    }
    return found;
}

} // namespace azu_session::inline v0_1
