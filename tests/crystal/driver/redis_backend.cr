require "redis"
require "./backend"

class RedisBackend < Backend
  PREFIX = "sample:session:"

  @process : Process?

  def initialize(directory : String)
    super
    @port = Backend.free_port
  end

  def env : Hash(String, String)
    {"REDIS_URL" => "redis://127.0.0.1:#{@port}"}
  end

  # With a file, so that sessions outlive a restart.
  def start : Nil
    @process = Process.new("redis-server", ["--bind", "127.0.0.1", "--port", @port.to_s, "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always"])
    eventually("Redis answers") { ask(&.ping) == "PONG" rescue false }
  end

  def stop : Nil
    @process.try do |process|
      process.signal(Signal::KILL)
      process.wait
    end
    @process = nil
  end

  def sessions : Hash(String, String)
    ask do |redis|
      keys = redis.keys("*").map(&.as(String))
      keys.to_h { |key| {key.lchop(PREFIX), redis.get(key).not_nil!} }
    end
  end

  def change_data(& : String -> String) : Nil
    each_key do |redis, key|
      left = redis.pttl(key)
      redis.set(key, yield(redis.get(key).not_nil!), px: left)
    end
  end

  def seconds_left : Int32
    ask { |redis| redis.ttl(redis.keys("*").first.as(String)) }.to_i
  end

  def expire_in(left : Time::Span) : Nil
    each_key { |redis, key| redis.pexpire(key, left.total_milliseconds.to_i) }
  end

  def never_expire : Nil
    each_key { |redis, key| redis.persist(key) }
  end

  def delete_all : Nil
    ask(&.flushdb)
  end

  private def each_key(& : Redis, String ->) : Nil
    ask { |redis| redis.keys("*").each { |key| yield redis, key.as(String) } }
  end

  private def ask(&)
    redis = Redis.new(port: @port)
    begin
      yield redis
    ensure
      redis.close
    end
  end
end
