Session.configure do |config|
  config.timeout = 1.hour
  config.secret = ENV["SESSION_SECRET"]
end

Azu::Cache.configure do |config|
  config.store = Azu::Cache::RedisStore.new(prefix: "cache:")
end
