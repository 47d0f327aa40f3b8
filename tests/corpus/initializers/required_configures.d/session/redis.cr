if ENV["AZU_ENV"]? == "production"
  Session.configure do |config|
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "r:")
  end
end
