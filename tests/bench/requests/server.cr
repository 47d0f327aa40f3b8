# A server to be measured: `server bare|get|get_and_set|session`. The first three do without sessions: nothing, one
# Redis GET, and one GET and one SET for each request.
require "http/server"
require "./initializers/session"

class RedisHandler
  include HTTP::Handler

  def initialize(@write : Bool)
    @connections = Channel(Redis).new(5)
    5.times { @connections.send(Redis.new(url: ENV["REDIS_URL"])) }
  end

  def call(context)
    redis = @connections.receive
    data = redis.get("bench:floor")
    redis.set("bench:floor", data.not_nil!, ex: 3600) if @write
    @connections.send(redis)
    call_next(context)
  end
end

def answer(context) : Nil
  response = context.response
  case context.request.path
  when "/plain" then response << "hello"
  when "/read"  then response << (session[:user_id]? || "nobody")
  when "/write" then response << (session[:seen] = Random.rand(1_000_000))
  when "/login" then response << (session[:user_id] = 42_i64)
  end
end

handlers = case ARGV[0]
           when "get"         then [RedisHandler.new(false)]
           when "get_and_set" then [RedisHandler.new(true)]
           when "session"     then [SessionHandler.new]
           end
server = handlers ? HTTP::Server.new(handlers) { |context| answer(context) } : HTTP::Server.new { |context| answer(context) }
address = server.bind_tcp("127.0.0.1", 0)
puts "listening on #{address.port}"
STDOUT.flush
server.listen
