Session.configure do |config|
  config.store = MemoryStore.new(ttl: 1.hour)
  config.ttl = 30.days
end
