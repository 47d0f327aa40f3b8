#pragma once

#include <string_view>

namespace azu_session::detail {

/// The migration; `version` is digits, `up` the statements.
inline constexpr std::string_view sessions_migration =
    R"crystal(class CreateSessions < CQL::Migration({{version}}_i64)
  # SQL of its own: the schema's builder would lose the time zone and the index.
  def up
{{up}}
  end

  def down
    schema.exec "DROP TABLE IF EXISTS sessions"
  end
end
)crystal";

} // namespace azu_session::detail
