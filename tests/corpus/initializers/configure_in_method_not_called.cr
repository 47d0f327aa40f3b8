module App
  def self.setup_sessions
    Session.configure do |config|
      config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "k:")
    end
  end
end
