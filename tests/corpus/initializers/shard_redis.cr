require "session"

class UserSession < Session::Base
  property? authenticated : Bool = false
  property user_id : Int64?
end

Session.use_store(Session::RedisStore(UserSession))

Session.configure do |config|
  config.secret = ENV["SESSION_SECRET"]
  config.timeout = 30.minutes
  config.store = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["REDIS_URL"]))
end
