Session.configure do |config|
  config.store = Flags.new_store? ? RedisStore.new(url: ENV["REDIS_URL"], prefix: "old:") : RedisStore.new(url: ENV["REDIS_URL"], prefix: "live:")
end
