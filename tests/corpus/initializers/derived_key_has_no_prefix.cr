class AppStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    "#{key}:session"
  end
end

Session.configure do |config|
  config.store = AppStore.new(client: Redis.new)
end
