Session.configure do |config|
  begin
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  rescue ex : Redis::CannotConnectError
    Log.warn { ex.message }
    config.store = MemoryStore.new
  end
end
