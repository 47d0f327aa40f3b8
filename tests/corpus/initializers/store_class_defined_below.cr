class UserSession < Session::Base
  property user_id : Int64?
end

Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "myapp:session:", ttl: 1.hour)
end

# --- below: what the store needs ---

abstract class SessionStore < Session::Store(UserSession)
end

class RedisStore < SessionStore
  getter prefix : String

  def initialize(url : String, @prefix : String, @ttl : Time::Span)
    @redis = Redis::PooledClient.new(url: url)
  end

  def [](key : String) : UserSession
    self[key]? || raise Session::SessionNotFoundException.new("#{key}")
  end

  private def key(id)
    "#{@prefix}#{id}"
  end
end

class MemoryStore < SessionStore
  def initialize(@ttl : Time::Span)
    @sessions = {} of String => UserSession
  end
end

class DatabaseStore < SessionStore
  def initialize(@table : String = "sessions", @ttl : Time::Span = 1.hour)
    if @table.empty?
      raise ArgumentError.new("DatabaseStore.new needs a table")
    end
  end
end

class SessionHandler
  include HTTP::Handler

  def call(context)
    call_next(context)
  ensure
    Fiber.current.session_visit = nil
  end
end
