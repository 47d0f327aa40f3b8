Session.use_store(::SessionStore)
::Session.configure do |config|
  config.store = ::RedisStore.new(url: ENV["REDIS_URL"], prefix: "abs:")
end
