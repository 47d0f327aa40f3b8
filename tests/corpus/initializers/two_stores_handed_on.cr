Session.configure do |c|
  c.setup(RedisStore.new(url: ENV["REDIS_URL"], prefix: "a:"), RedisStore.new(url: ENV["REDIS_URL"], prefix: "b:"))
end
