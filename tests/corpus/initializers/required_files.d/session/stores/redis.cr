require "redis"
SESSION_STORE = RedisStore.new(url: ENV["REDIS_URL"], prefix: SESSION_PREFIX)
