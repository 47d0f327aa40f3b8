#pragma once

#include <string_view>

namespace azu_session::detail {

/// The upper half of an initializer that keeps sessions in Redis.
inline constexpr std::string_view redis_configuration = R"crystal(require "session"

# What a session holds. `session[:user_id] = user.id` needs nothing here; a property
# gives a value a name and a type: `property theme : String = "light"`, `session.theme`.
class UserSession < Session::Base
end

Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "{{app}}:session:",
    ttl: 1.hour
  )
  config.secret = ENV["SESSION_SECRET"]
end
)crystal";

/// The upper half of an initializer that keeps sessions in a database.
inline constexpr std::string_view database_configuration = R"crystal(require "session"

# What a session holds. `session[:user_id] = user.id` needs nothing here; a property
# gives a value a name and a type: `property theme : String = "light"`, `session.theme`.
class UserSession < Session::Base
end

Session.configure do |config|
  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.hour
  )
  config.secret = ENV["SESSION_SECRET"]
end
)crystal";

/// The upper half of an initializer that keeps sessions in the process.
inline constexpr std::string_view memory_configuration = R"crystal(require "session"

# What a session holds. `session[:user_id] = user.id` needs nothing here; a property
# gives a value a name and a type: `property theme : String = "light"`, `session.theme`.
class UserSession < Session::Base
end

Session.configure do |config|
  config.store = MemoryStore.new(ttl: 1.hour)
  config.secret = ENV["SESSION_SECRET"]
end
)crystal";

} // namespace azu_session::detail
