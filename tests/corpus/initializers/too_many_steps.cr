def twice(n)
  twice(n)
  twice(n)
end

twice(1)

Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "lost:")
end
