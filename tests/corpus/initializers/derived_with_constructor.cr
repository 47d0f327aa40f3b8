class RedisStore < Session::RedisStore(UserSession)
  def initialize(url : String, @prefix : String, @ttl : Time::Span = 1.hour)
    super(client: Redis.new(url: url))
  end

  private def prefixed(key : String) : String
    "#{@prefix}#{key}"
  end

  def timeout
    @ttl
  end
end

Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "mine:")
end
