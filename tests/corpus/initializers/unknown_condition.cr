Session.configure do |config|
  if Settings.load.big?
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  else
    config.store = MemoryStore.new
  end
end
