Session.configure do |config|
  config.store = RedisStore
    .new(url: ENV["REDIS_URL"], prefix: "chain:")
    .tap { |store| Log.info { "store #{store}" } }
    .as(Session::Store(UserSession))
end
