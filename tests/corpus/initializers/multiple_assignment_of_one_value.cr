def choose
  ENV["BIG"]? ? {RedisStore.new(url: ENV["REDIS_URL"]), 1.hour} : {MemoryStore.new, 5.minutes}
end

Session.configure do |config|
  config.store, config.ttl = choose
end
