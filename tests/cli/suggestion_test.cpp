#include "cli/suggestion.hpp"
#include "support/azu.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using cli::suggestion;

TEST_CASE("suggestion names what a word is a slip of the keyboard for, and nothing else") {
    std::vector<std::string> words = {"session:setup", "session:clear", "session:status", "help", "url"};
    for (std::string slip : {"session:claer", "session:clea", "session:clearr", "sesion:clear",
                             "sessoin:cler", "session-clear", "Session:clear"})
        CHECK(suggestion(slip, words) == "Did you mean session:clear?");
    CHECK(suggestion("hepl", words, "--") == "Did you mean --help?");
    CHECK(suggestion("ulr", words) == "Did you mean url?");
    for (std::string other : {"", "x", "up", "halt", "list", "session:", "session:unknown", "session:destroy",
                              "session:start", "clear", "sessionsessionsessionsession"})
        CHECK(suggestion(other, words) == "");
}

TEST_CASE("azu suggests the command or the option that was probably meant, and no password is shown") {
    support::azu_application app;
    struct slip {
        std::vector<std::string> arguments;
        std::string message;
    };
    for (const auto &[arguments, message] : std::vector<slip>{
             {{"session:claer"},
              "Error: There is no command 'session:claer'.\nDid you mean session:clear?\n"},
             {{"sesion:setup", "-f"},
              "Error: There is no command 'sesion:setup'.\nDid you mean session:setup?\n"},
             {{"help", "complation"}, "Error: There is no command 'complation'.\nDid you mean completion?\n"},
             {{"session:clear", "--dryrun"},
              "Error: '--dryrun' is not an option of session:clear.\n"
              "Did you mean --dry-run? See 'azu help session:clear'.\n"},
             {{"--bakend", "redis", "session:detect"},
              "Error: '--bakend' is not an option of session:detect.\n"
              "Did you mean --backend? See 'azu help session:detect'.\n"},
             {{"--vresion"},
              "Error: '--vresion' is not an option of azu.\nDid you mean --version? See 'azu help'.\n"},
             {{"session:clear", "--verbose"},
              "Error: '--verbose' is not an option of session:clear.\nSee 'azu help session:clear'.\n"},
             {{"session:clear", "--urll=redis://u:hidden@h"},
              "Error: '--urll' is not an option of session:clear.\n"
              "Did you mean --url? See 'azu help session:clear'.\n"},
             {{"session:clear", "redis://u:hidden@h"},
              "Error: 'redis://u:***@h' is not an option of session:clear.\nSee 'azu help session:clear'.\n"},
             {{"session:nonsense"},
              "Error: There is no command 'session:nonsense'.\nUse one of: session:setup, session:clear, "
              "session:detect, session:status, session:teardown, session:secret, help, completion.\n"}}) {
        auto refused = app.run(arguments);
        CHECK(refused.status == 2);
        CHECK(refused.err == message);
        CHECK(refused.out == "");
    }
}
