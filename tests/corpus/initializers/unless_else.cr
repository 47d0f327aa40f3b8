Session.configure do |config|
  unless ENV["REDIS_URL"]?
    config.store = MemoryStore.new
  else
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "u:")
  end
end
