module MyApp
  NAME = "inner"

  module Sessions
    PREFIX = "#{NAME}:s:"
    STORE  = RedisStore.new(url: ENV["REDIS_URL"], prefix: PREFIX)
  end
end

Session.configure do |config|
  config.store = MyApp::Sessions::STORE
end
