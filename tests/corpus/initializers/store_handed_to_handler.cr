SESSIONS = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["REDIS_URL"]))
HANDLER  = Session::SessionHandler.new(SESSIONS)
