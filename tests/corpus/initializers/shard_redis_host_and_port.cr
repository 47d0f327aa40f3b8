Session.configure do |config|
  redis = Redis.new(
    host: ENV["REDIS_HOST"]? || "localhost",
    port: ENV["REDIS_PORT"]?.try(&.to_i) || 6379,
    password: "p@ss/word",
    database: 3
  )
  config.store = Session::RedisStore(UserSession).new(client: redis)
end
