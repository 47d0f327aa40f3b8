Session.configure do |config|
  # config.store = RedisStore.new(url: ENV["REDIS_URL"])
  config.store = MemoryStore.new # was: DatabaseStore.new(table: "x")
end
