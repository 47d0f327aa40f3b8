def session_store(prefix)
  RedisStore.new(url: ENV["REDIS_URL"], prefix: prefix)
end

Session.configure do |config|
  if Flags.new_store?
    config.store = session_store("a:")
  else
    config.store = session_store("b:")
  end
end
