Session.configure do |config|
  config.store = if Vault.read("hidden", 'h', :"hidden", %w(hidden)) # hidden
                   RedisStore.new(url: build("hidden#{app}hidden", key: /hidden/), prefix: "p:")
                 else
                   MemoryStore.new
                 end
end
