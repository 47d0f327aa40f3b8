require "redis"

# A session is a key, `prefix` and its id, with the data as JSON; Redis expires it.
class RedisStore < SessionStore
  # `pool_timeout` limits the wait for a free connection, and for Redis to answer.
  def initialize(url : String, @prefix : String, ttl : Time::Span = 1.hour, pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @pool = SessionPool(Redis).new(pool_size, pool_timeout) do
      Redis.new(url: url, connect_timeout: pool_timeout, command_timeout: pool_timeout)
    end
  end

  # A key without an expiry, which others may have made, lives until it is renewed.
  def read(id : String) : {String, Time}?
    data, left = @pool.use do |redis|
      redis.pipelined do |both|
        both.get(key(id))
        both.pttl(key(id))
      end
    end
    return if data.nil? || left == -2
    {data.as(String), left == -1 ? Time.utc(9999, 12, 31) : Time.utc + left.as(Int64).milliseconds}
  end

  def insert(id : String, data : String, expires_at : Time) : Nil
    @pool.use(&.set(key(id), data, px: milliseconds_until(expires_at), nx: true))
  end

  def update(id : String, new_id : String, data : String, expires_at : Time) : Bool
    @pool.use do |redis|
      rename(redis, id, new_id) unless id == new_id
      !redis.set(key(new_id), data, px: milliseconds_until(expires_at), xx: true).nil?
    end
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

  # In one step, so that a clear meanwhile finds the session under the one id or the other.
  private def rename(redis : Redis, id : String, new_id : String) : Nil
    redis.rename(key(id), key(new_id))
  rescue error : Redis::Error
    raise error unless error.message.try(&.includes?("no such key"))
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
