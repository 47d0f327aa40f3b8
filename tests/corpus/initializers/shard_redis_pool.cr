Session.configure do |config|
  pool_config = Session::ConnectionPoolConfig.new(
    size: 20,
    timeout: 2.seconds,
    redis_host: ENV.fetch("REDIS_HOST") { "cache" },
    redis_port: 6380
  )
  config.store = Session::RedisStore(UserSession).with_pool(pool_config)
end
