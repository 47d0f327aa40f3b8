Session.configure do |config|
  config.store = RedisStore.new(url: "redis://localhost", prefix: "one:" \
    "two:")
end
