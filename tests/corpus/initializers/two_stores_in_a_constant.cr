STORE = Flags.new_store? ? RedisStore.new(url: ENV["REDIS_URL"], prefix: "a:") : RedisStore.new(url: ENV["REDIS_URL"], prefix: "b:")
