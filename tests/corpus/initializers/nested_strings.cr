Session.configure do |config|
  name = "a#{"b#{"c#{'d'}"}"}"
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "#{name}:#{1 + 1}:#{:s}:")
end
