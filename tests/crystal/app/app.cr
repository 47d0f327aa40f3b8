# A small application around the generated initializer. The checks drive it over HTTP and
# choose its settings through the environment.
require "http/server"
require "./settings"
require "./login"

record User, id : Int64

# Holds requests until they are released, so that something can happen meanwhile.
module Gate
  class_getter waiting = 0
  @@opened = Channel(Nil).new

  def self.wait : Nil
    @@waiting += 1
    @@opened.receive
  end

  def self.open : Nil
    @@waiting.times { @@opened.send(nil) }
    @@waiting = 0
  end
end

def respond(context : HTTP::Server::Context) : Nil
  response = context.response
  given = context.request.query_params
  case context.request.path
  when "/"                 then response << "hello"
  when "/id"               then response << session.session_id
  when "/whoami"           then response << (session[:user_id]? || "nobody")
  when "/become"           then response << (session[:user_id] = given["user"].to_i64)
  when "/login"            then login(User.new(given["user"].to_i64))
  when "/logout"           then session.delete(:user_id)
  when "/store"            then session[given["name"]] = given["value"]
  when "/seconds_left"     then response << session.time_until_expiry.total_seconds.ceil.to_i
  when "/stored"           then response << session[given["name"]]?
  when "/flash"            then response << flash.now["notice"]?
  when "/flash/set"        then flash["notice"] = given["notice"]
  when "/large"            then large(response, given["value"])
  when "/late"             then late(response, given["value"])
  when "/fail"             then fail
  when "/slow"             then slow(response) { session[:seen] = given["value"] }
  when "/slow/login"       then slow(response) { login(User.new(1_i64)) }
  when "/slow/whoami"      then slow(response) { }
  when "/gate/waiting"     then response << Gate.waiting
  when "/gate/open"        then Gate.open
  when "/configuration"    then PrettyPrint.format(Session.configuration, response, 79)
  when "/shard/size"       then response << Session.session.size
  when "/shard/clear"      then Session.session.clear
  when "/shard/delete"     then Session.session.delete
  when "/shard/regenerate" then Session.session.regenerate_id
  else                          response.respond_with_status(:not_found)
  end
end

def large(response, value) : Nil
  session[:large] = value
  1000.times { response << "0123456789" * 10 }
end

# The headers have left when the session changes.
def late(response, value) : Nil
  1000.times { response << "0123456789" * 10 }
  session[:late] = value
end

def fail
  session[:failed] = true
  raise "This endpoint fails"
end

def slow(response, &) : Nil
  before = session[:user_id]?
  yield
  Gate.wait
  response << (before || "nobody") << ' ' << (session[:user_id]? || "nobody")
end

server = HTTP::Server.new([SessionHandler.new]) { |context| respond(context) }
address = server.bind_tcp("127.0.0.1", 0)
puts "listening on #{address.port}"
STDOUT.flush
server.listen
