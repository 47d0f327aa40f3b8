Kemal::Session.config do |config|
  config.engine = Kemal::Session::RedisEngine.new(key_prefix: "old:")
end

Session.configure do |config|
  config.store = RedisStore.new(prefix: "new:", url: "redis://h")
end
