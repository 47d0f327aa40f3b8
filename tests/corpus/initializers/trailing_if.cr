Session.configure do |config|
  config.store = MemoryStore.new
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "t:") if ENV["AZU_ENV"]? == "production"
end
