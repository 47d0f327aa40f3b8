#pragma once

#include <optional>
#include <string>
#include <vector>

namespace azu_session::inline v0_1 {

/// What is known of SESSION_SECRET; never the secret itself.
struct secret_facts {
    bool set = false;
    bool wanted = true;        ///< the initializer reads the variable
    std::string source = {};   ///< "environment", or ".env:2"
    std::string weakness = {}; ///< as `weakness_of` says it
    bool doubtful = false;     ///< programs that read `.env` differ on it
};

/// An application's program, and whether it loads the initializer before it serves.
struct program_facts {
    std::string file; ///< that it begins with
    bool loads = false, loads_in_time = false;
};

/// What an application's own files and variables say of its sessions.
struct application_facts {
    std::string production = {};                 ///< "AZU_ENV (environment)"; empty where it is not told
    std::string insecure = {};                   ///< as in `detection`
    std::optional<std::string> initializer = {}; ///< its path, where there is one
    bool generated = false;                      ///< by setup
    secret_facts secret = {};
    std::vector<program_facts> programs = {}; ///< that serve requests
    bool has_handler = false;                 ///< a source makes a SessionHandler
    std::vector<std::string> missing_dependencies = {};
    bool has_dotenv = false, dotenv_ignored = false, dotenv_tracked = false;
    bool in_git = false;
    bool loads_dotenv = false;                    ///< shard.yml depends on a shard that does
    std::vector<std::string> only_in_dotenv = {}; ///< of the variables that sessions need
};

} // namespace azu_session::inline v0_1
