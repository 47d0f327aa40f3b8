Session.configure do |config|
  if Settings.big?
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:", pool_size: 50)
  else
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  end
end
