Session.config.secret = ENV["SESSION_SECRET"]
Session.config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "direct:")
