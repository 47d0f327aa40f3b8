def session_store(name : String)
  RedisStore.new(url: ENV["REDIS_URL"], prefix: "#{name}:session:")
end

Session.configure do |config|
  config.store = session_store("method")
end
