Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: Settings.app_name + ":session:"
  )
end
