#pragma once

#include <string>
#include <vector>

namespace azu_session::inline v0_1 {

/// A file that setup makes: both members are mustache templates, with sections (`{{#redis}} … {{/redis}}`),
/// inverted ones (`{{^redis}}`) and comments (`{{! … }}`), without partials. Nothing is escaped, and the line
/// of a section's or comment's tag that has it to itself goes.
///
/// | variable              | what it is                                                                    |
/// |-----------------------|-------------------------------------------------------------------------------|
/// | `app`                 | the application's name                                                        |
/// | `app_literal`         | the same as the inside of a double-quoted Crystal string                      |
/// | `backend`             | `redis`, `database` or `memory`                                               |
/// | `version`             | digits that date the file, YYYYMMDDhhmmss in UTC; once in the file's own name |
/// |                       | and, where they are there, in the text                                        |
/// | `create_sessions_sql` | statements that make the table `sessions`, as `clear` expects it, and its     |
/// |                       | index; empty for another backend than the database                            |
/// | `braces`              | two opening braces, for text that is no tag                                   |
///
/// | section                            | stands                                     |
/// |------------------------------------|--------------------------------------------|
/// | `redis`, `database`, `memory`      | for that backend                           |
/// | `postgresql`, `sqlite`             | for the database, where that is its engine |
struct file_template {
    std::string path; ///< relative to the application's root
    std::string text; ///< what is to stand in it
};

/// A shard that an application depends on, by its name and GitHub repository.
struct dependency {
    std::string name;         ///< as shard.yml has it
    std::string github;       ///< owner/repository
    std::string version = {}; ///< the versions that will do, as shards writes them; any where it is empty
};

/// What setup makes of an application in place of its own initializer, migration and dependencies. A file of
/// which the path is blank, or the text, is left out.
struct setup_templates {
    std::vector<file_template> files;          ///< in the order in which people read of them
    std::vector<dependency> dependencies = {}; ///< those that shard.yml lacks are added to it
};

} // namespace azu_session::inline v0_1
