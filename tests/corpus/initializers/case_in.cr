mode = ENV["MODE"]? == "big" ? :big : :small
Session.configure do |config|
  config.store = case mode
                 in :big   then RedisStore.new(url: ENV["REDIS_URL"], prefix: "b:")
                 in :small then MemoryStore.new
                 end
end
