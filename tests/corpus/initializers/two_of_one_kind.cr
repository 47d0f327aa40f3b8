Session.configure do |config|
  if ENV["AZU_ENV"]? == "production"
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "live:")
  elsif ENV["AZU_ENV"]? == "staging"
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "stage:")
  end
end
