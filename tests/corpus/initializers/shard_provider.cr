Session.configure do |config|
  config.provider = Session::RedisStore(UserSession).provider(client: Redis.new(host: "old"))
end
