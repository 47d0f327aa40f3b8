prefix = "local"
prefix += ":s:"
store = RedisStore.new(url: ENV["REDIS_URL"], prefix: prefix)
Session.configure do |config|
  config.store = store
end
