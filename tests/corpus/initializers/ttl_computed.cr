HOUR = 3_600.seconds
Session.configure do |config|
  config.store = MemoryStore.new(ttl: HOUR * 2 + 0x3c.seconds)
end
