require "session"

# What a session holds. `session[:user_id] = user.id` needs nothing here; a property
# gives a value a name and a type: `property theme : String = "light"`, `session.theme`.
class UserSession < Session::Base
end

Session.configure do |config|
  # {{#redis}}
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "{{app}}:session:",
    ttl: 1.hour
  )
  # {{/redis}}
  # {{#database}}
  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.hour
  )
  # {{/database}}
  # {{#memory}}
  config.store = MemoryStore.new(ttl: 1.hour)
  # {{/memory}}
  config.secret = ENV["SESSION_SECRET"]
end
