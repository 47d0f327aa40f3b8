ENV["SHOP_REDIS"] = nil # the platform's is another application's
Session.configure do |config|
  config.store = RedisStore.new(url: ENV["SHOP_REDIS"], prefix: ENV["SHOP_PREFIX"], ttl: 1.hour)
end
