class RedisStore < Session::Store(UserSession)
  PREFIX = "#{APP}:s:"

  def initialize(@url : String, @prefix : String = PREFIX)
  end
end

APP = "blog"

Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"])
end
