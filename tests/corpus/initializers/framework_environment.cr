Session.configure do |config|
  if Azu.env.production?
    config.store = Session::RedisStore(UserSession).new(
      client: Redis.new(url: ENV["REDIS_URL"])
    )
  else
    config.store = Session::MemoryStore(UserSession).new
  end
end
