env = ENV["AZU_ENV"]? || "development"
Session.configure do |config|
  if env == "production"
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  elsif env == "test" || env == "ci"
    config.store = MemoryStore.new
  else
    config.store = DatabaseStore.new(table: "dev_sessions")
  end
end
