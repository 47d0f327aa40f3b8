Session.configure do |config|
  config.store = MemoryStore.new(ttl: ENV.fetch("TTL", "15").to_i.minutes)
end
