OPTIONS = {url: ENV["REDIS_URL"], prefix: "opt:", ttl: 1.week}
Session.configure do |config|
  config.store = RedisStore.new(**OPTIONS)
end
