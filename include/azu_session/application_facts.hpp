#pragma once

#include <optional>
#include <string>
#include <vector>

namespace azu_session::inline v0_1 {

/// What is known of SESSION_SECRET; never the secret itself.
struct secret_facts {
    bool set = false;          ///< to more than blanks
    bool wanted = true;        ///< the initializer reads the variable
    std::string source = {};   ///< "environment", or ".env:2"
    std::string weakness = {}; ///< as `weakness_of` says it
    bool doubtful = false;     ///< programs that read `.env` differ on it
};

/// An application's program, and whether it loads the initializer before it serves.
struct program_facts {
    std::string file;           ///< that it begins with, relative to the application's root
    bool loads = false;         ///< it requires the initializer
    bool loads_in_time = false; ///< before its server starts
};

/// What an application's own files and variables say of its sessions.
struct application_facts {
    std::string production = {};                 ///< "AZU_ENV (environment)"; empty where it is not told
    std::string insecure = {};                   ///< as in `detection`
    std::optional<std::string> initializer = {}; ///< its path, where there is one
    bool generated = false;                      ///< by setup
    secret_facts secret = {};                    ///< of SESSION_SECRET
    std::vector<program_facts> programs = {};    ///< that serve requests
    bool has_handler = false;                    ///< a source makes a SessionHandler
    std::vector<std::string> missing_dependencies = {}; ///< shards that shard.yml lacks, by name
    bool has_dotenv = false;                            ///< there is a `.env`
    bool dotenv_ignored = false;                        ///< git is told to leave it out
    bool dotenv_tracked = false;                        ///< it is in git's index all the same
    bool in_git = false;                                ///< the application is in a git repository
    bool loads_dotenv = false;                          ///< shard.yml depends on a shard that does
    std::vector<std::string> only_in_dotenv = {};       ///< of the variables that sessions need
};

} // namespace azu_session::inline v0_1
