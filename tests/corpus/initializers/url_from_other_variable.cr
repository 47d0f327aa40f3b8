Session.configure do |config|
  config.store = RedisStore.new(url: ENV["SESSION_REDIS"], prefix: "p:")
end
