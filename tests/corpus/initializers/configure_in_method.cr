module App
  def self.setup_sessions(kind)
    Session.configure do |config|
      config.store = kind == :redis ? RedisStore.new(url: ENV["REDIS_URL"], prefix: "k:") : MemoryStore.new
    end
  end
end

App.setup_sessions(:redis)
