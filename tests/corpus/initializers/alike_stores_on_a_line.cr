Session.configure do |config|
  config.store = Settings.big? ? RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:", pool_size: 50) : RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
end
