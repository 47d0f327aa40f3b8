Session.configure do |config|
  pool = Session::ConnectionPool.new(Session::ConnectionPoolConfig.new(redis_host: "p", redis_password: "s"))
  config.store = Session::RedisStore(UserSession).new(pool: pool)
end
