Session.configure do |config|
  config.store = case ENV["AZU_ENV"]?
                 when "production" then RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
                 when "test"       then MemoryStore.new
                 else                   raise "unknown environment"
                 end
end
