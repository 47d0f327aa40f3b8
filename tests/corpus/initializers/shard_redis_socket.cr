Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["REDIS_URL"])) }
