require "armature/redis_session"

SESSIONS = Armature::Session::RedisStore(UserSession).new(key: "shop_session", redis: REDIS)
