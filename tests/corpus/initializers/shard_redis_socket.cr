Session.configure do |config|
  config.store = Session::RedisStore(UserSession).new(Redis.new(unixsocket: "/run/redis.sock", database: 2))
end
