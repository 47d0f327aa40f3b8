Session.configure do |config|
  config.store = ENV["AZU_ENV"]? == "production" ? RedisStore.new(url: ENV["REDIS_URL"], prefix: "t:") : MemoryStore.new
end
