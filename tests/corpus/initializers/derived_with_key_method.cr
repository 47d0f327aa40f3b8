class AppStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    "shop:sessions:#{key}"
  end
end

Session.use_store(::AppStore)

Session.configure do |config|
  config.store = AppStore.new(client: Redis.new(url: ENV["REDIS_URL"]))
end
