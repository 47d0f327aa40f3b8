# Several things at once, as a compact style has it.
url, prefix = ENV["REDIS_URL"], "shop:"
prefix, other = "unused:", prefix
Session.configure do |config|
  config.store, config.ttl = RedisStore.new(url: url, prefix: other), 2.hours
end
