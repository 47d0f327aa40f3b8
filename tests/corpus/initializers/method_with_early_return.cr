module Stores
  def self.current
    return MemoryStore.new if ENV["AZU_ENV"]? == "test"
    return DatabaseStore.new(table: "s") unless ENV["REDIS_URL"]?

    RedisStore.new(url: ENV["REDIS_URL"], prefix: "r:")
  end
end

Session.configure do |config|
  config.store = Stores.current
end
