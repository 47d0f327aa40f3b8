class RedisStore < Session::Store(UserSession)
  def initialize(@url : String, @prefix : String = "fallback:", @ttl = 2.hours)
  end
end

Session.configure do |config|
  config.store = RedisStore.new("redis://one:1/1", "given:")
end
