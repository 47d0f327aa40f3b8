Session.configure do |c|
  c.store = RedisStore.new ttl: 90.minutes,
    # the prefix that the mobile team agreed on
    prefix: "m:" + "sess" + ":",
    url: ENV.fetch("REDIS_URL", "redis://fallback:6379")
end
