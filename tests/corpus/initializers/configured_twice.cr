Session.configure do |config|
  config.store = MemoryStore.new
end

Session.configure do |config|
  config.store = DatabaseStore.new(table: "later")
end
