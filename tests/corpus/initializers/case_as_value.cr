Session.configure do |config|
  config.store = case ENV.fetch("AZU_ENV", "development").downcase
                 when "production", "staging" then RedisStore.new(url: ENV["REDIS_URL"], prefix: "c:")
                 when .starts_with?("test")   then MemoryStore.new
                 else                              DatabaseStore.new(table: "d")
                 end
end
