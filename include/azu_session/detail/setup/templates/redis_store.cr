require "redis"

# A session is a key, `prefix` and its id, with the data as JSON; Redis expires it.
class RedisStore < AzuSession::Store
  # In one step, which finds or leaves the session under the one id or the other.
  REPLACE = <<-LUA
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    local left = redis.call('PTTL', KEYS[1])
    redis.call('DEL', KEYS[1])
    redis.call('SET', KEYS[2], ARGV[2])
    if left >= 0 then redis.call('PEXPIRE', KEYS[2], math.max(left, 1)) end
    return 1
    LUA

  # `pool_timeout` limits the wait for a free connection, and for Redis to answer.
  def initialize(url : String, @prefix : String, ttl : Time::Span = 1.hour, pool_size : Int32 = 25, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @pool = AzuSession::Pool(Redis).new(pool_size, pool_timeout) do
      Redis.new(url: url, connect_timeout: pool_timeout, command_timeout: pool_timeout, reconnect: false)
    end
  end

  # A key without an expiry, which others may have made, lives until it is renewed.
  def read(id : String) : AzuSession::Stored?
    data, left = @pool.use do |redis|
      redis.pipelined do |both|
        both.get(key(id))
        both.pttl(key(id))
      end
    end
    return if data.nil? || left == -2
    AzuSession::Stored.new(id, data.as(String), left == -1 ? Time.utc(9999, 12, 31) : Time.utc + left.as(Int64).milliseconds)
  end

  def insert(session : AzuSession::Stored) : Nil
    @pool.use(&.set(key(session.id), session.data, px: milliseconds_until(session.expires_at), nx: true))
  end

  def replace(session : AzuSession::Stored, id : String, data : String) : Bool
    @pool.use(&.eval(REPLACE, [key(session.id), key(id)], [session.data, data])) == 1
  end

  def renew(id : String, expires_at : Time) : Bool
    @pool.use(&.pexpire(key(id), milliseconds_until(expires_at))) == 1
  end

  def delete(key : String) : Nil
    @pool.use(&.del(key(key)))
  end

  def size : Int64
    count = 0_i64
    each_page { |_, keys| count += keys.size }
    count
  end

  def clear : Nil
    each_page { |redis, keys| redis.del(keys) unless keys.empty? }
  end

  private def key(id : String) : String
    @prefix + id
  end

  private def milliseconds_until(time : Time) : Int64
    {(time - Time.utc).total_milliseconds.ceil.to_i64, 1_i64}.max
  end

  private def each_page(& : Redis, Array(Redis::RedisValue) ->) : Nil
    pattern = @prefix.gsub(/[\[\]*?\\]/) { |special| "\\#{special}" } + "*"
    cursor = "0"
    loop do
      @pool.use do |redis|
        page = redis.scan(cursor, pattern, 1000)
        cursor = page[0].as(String)
        yield redis, page[1].as(Array(Redis::RedisValue))
      end
      break if cursor == "0"
    end
  end
end
