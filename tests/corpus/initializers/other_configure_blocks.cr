Azu::Cache.configure do |config|
  config.store = Cache::RedisStore.new(url: ENV["CACHE_URL"], prefix: "cache:")
end

Session.configure do |config|
  config.store = DatabaseStore.new(table: "sessions")
end
