Session.configure do |config|
  config.store = RedisStore.new(url: Vault.read("redis"), prefix: "p:")
end
