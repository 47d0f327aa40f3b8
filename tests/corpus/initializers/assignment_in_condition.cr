Session.configure do |config|
  if url = ENV["REDIS_URL"]?
    config.store = RedisStore.new(url: url, prefix: "u:")
  else
    config.store = DatabaseStore.new(table: "sessions")
  end
end
