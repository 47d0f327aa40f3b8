Session.configure do |config|
  names = %w(RedisStore DatabaseStore)
  pattern = /config\.store = RedisStore\.new\("a"\)/
  symbol = :"RedisStore.new"
  chars = ['"', '\'', '#', '{']
  ratio = names.size / 2 + 4 / 2
  config.store = MemoryStore.new
end
