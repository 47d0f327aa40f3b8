Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["SESSION_REDIS"]? || ENV["REDIS_URL"]? || "redis://last:6379",
    prefix: "#{ENV["APP_NAME"]?.presence || "anon"}:"
  )
end
