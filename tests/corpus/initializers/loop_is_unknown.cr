Session.configure do |config|
  [MemoryStore.new, RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")].each do |store|
    config.store = store if store.healthy?
  end
end
