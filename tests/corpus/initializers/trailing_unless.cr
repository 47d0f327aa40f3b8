Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "t:")
  config.store = MemoryStore.new unless ENV.has_key?("REDIS_URL")
end
