Session.configure do |config|
  config.store = Session::RedisStore(UserSession).new(client: Redis.new(namespace: "shop"))
end
