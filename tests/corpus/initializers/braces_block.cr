Session.configure { |config| config.store = MemoryStore.new }
