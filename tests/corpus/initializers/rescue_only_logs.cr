begin
  Session.configure do |config|
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  end
rescue ex
  Log.error(exception: ex) { "sessions" }
  raise ex
end
