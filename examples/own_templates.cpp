// Sets sessions up in an application of another framework, Kemal, with templates of its own; without --apply
// it only shows what would become of which file:
//     own_templates DIRECTORY [--apply]
#include <azu_session/setup.hpp>

#include <iostream>
#include <string_view>

namespace az = azu_session;

const az::setup_templates kemal = {
    .files = {{"src/config/session.cr", R"(require "kemal-session"

# The sessions of {{app}}.
Kemal::Session.config do |config|
  config.cookie_name = "{{app_literal}}_session"
  config.secret = ENV["SESSION_SECRET"]
  {{#memory}}
  # Of one process alone: a restart logs everybody out.
  config.engine = Kemal::Session::MemoryEngine.new
  {{/memory}}
end
)"}},
    .dependencies = {{"kemal-session", "kemalcr/kemal-session"}},
};

int main(int count, char **arguments) try {
    if (count < 2) throw az::error(az::errc::usage, "Whose sessions?", "Name the application's directory.");
    auto app = az::project::open(arguments[1]);
    auto plan =
        az::plan_setup(app, az::environment::of(app), {.backend = az::backend::memory, .templates = kemal});
    for (const auto &file : plan.files)
        std::cout << to_string(file.status) << ' ' << file.path.string() << '\n';
    for (const auto &text : plan.by_hand)
        std::cout << text;
    if (count > 2 && std::string_view(arguments[2]) == "--apply") az::apply(plan);
} catch (const az::error &failure) {
    std::cerr << failure.what() << '\n' << failure.hint() << '\n';
    return 1;
}
