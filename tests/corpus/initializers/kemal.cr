require "kemal-session-redis"

Kemal::Session.config do |config|
  config.secret = ENV["SESSION_SECRET"]
  config.engine = Kemal::Session::RedisEngine.new(host: "localhost", key_prefix: "shop:")
end
