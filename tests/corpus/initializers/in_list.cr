Session.configure do |config|
  if ENV["AZU_ENV"]?.in?("production", "staging")
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "i:")
  elsif %w(test ci).includes?(ENV["AZU_ENV"]?)
    config.store = MemoryStore.new
  else
    config.store = DatabaseStore.new
  end
end
