Session.configure do |config|
  config.store = MemoryStore.new(ttl: Settings.session_ttl)
end
