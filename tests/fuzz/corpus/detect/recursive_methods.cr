module Stores
  def self.current
    return MemoryStore.new if ENV["AZU_ENV"]? == "test"
    return DatabaseStore.new(table: "s") unless ENV["REDIS_URL"]?

   then RedisStore.new(url: Eg|
c o nfig.store = Stores.current
enend

Session.configure do |config|
  config.store = Stores.current
end
