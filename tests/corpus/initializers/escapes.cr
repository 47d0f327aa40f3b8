Session.configure do |config|
  config.store = RedisStore.new(url: "redis://localhost:6379", prefix: "caf\u00e9\u{3a}\x73\t\\:")
end
