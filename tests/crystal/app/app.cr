# A small application around the generated initializer. The checks drive it over HTTP and
# choose its settings through the environment.
require "http/server"
require "./settings"
require "./login"

record User, id : Int64

# Holds requests until they are released, so that something can happen meanwhile.
module Gate
  @@held = Hash(String, Array(Channel(Nil))).new { |held, name| held[name] = [] of Channel(Nil) }
  @@mutex = Mutex.new

  def self.waiting(name) : Int32
    @@mutex.synchronize { @@held[name].size }
  end

  def self.wait(name = "") : Nil
    released = Channel(Nil).new
    @@mutex.synchronize { @@held[name] << released }
    released.receive
  end

  def self.open(name) : Nil
    held = @@mutex.synchronize { @@held.delete(name) }
    held.try &.each(&.send(nil))
  end
end

# The shard's callbacks that were called.
module Callbacks
  @@called = [] of String
  @@mutex = Mutex.new

  def self.note(event) : Nil
    @@mutex.synchronize { @@called << event }
  end

  def self.called : String
    @@mutex.synchronize { @@called.tally.to_json }
  end
end

Session.configure do |config|
  config.on_started = ->(_id : String, _session : Session::Base) { Callbacks.note("started") }
  config.on_loaded = ->(_id : String, _session : Session::Base) { Callbacks.note("loaded") }
  config.on_client = ->(_id : String, _session : Session::Base) { Callbacks.note("client") }
  config.on_deleted = ->(_id : String, _session : Session::Base) { Callbacks.note("deleted") }
  config.on_regenerated = ->(_old : String, _new : String, _session : Session::Base) { Callbacks.note("regenerated") }
end

# Answers whatever goes wrong with a page of its own, as frameworks do.
class Rescuer
  include HTTP::Handler

  def call(context)
    rescued = context.request.path.starts_with?("/rescued")
    context.request.path = context.request.path.lchop("/rescued") if rescued
    call_next(context)
  rescue error
    raise error unless rescued
    context.response.status = HTTP::Status::INTERNAL_SERVER_ERROR
    context.response << "something went wrong"
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
  when "/destroy"          then destroy(response)
  when "/replaced"         then replaced
  when "/respond/become"   then respond(response, :created) { session[:user_id] = given["user"].to_i64 }
  when "/respond/destroy"  then respond(response, :unauthorized) { session.destroy }
  when "/respond"          then response.respond_with_status(:not_found)
  when "/steps"            then in_steps(given["name"]) { change(given["change"]) }
  when "/prepare"          then prepare
  when "/data"             then response << {session.json_unmapped, flash.now}.to_json
  when "/callbacks"        then response << Callbacks.called
  when "/flash"            then response << flash.now["notice"]?
  when "/flash/set"        then flash["notice"] = given["notice"]
  when "/large"            then large(response, given["value"])
  when "/late"             then late(response, given["value"])
  when "/fail"             then fail
  when "/slow"             then slow(response) { session[:seen] = given["value"] }
  when "/slow/login"       then slow(response) { login(User.new(1_i64)) }
  when "/slow/whoami"      then slow(response) { }
  when "/gate/waiting"     then response << Gate.waiting(given["name"]? || "")
  when "/gate/open"        then Gate.open(given["name"]? || "")
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

# Loads, changes and saves the session when it is told to.
def in_steps(name, &) : Nil
  Gate.wait(name)
  yield
  Gate.wait(name)
end

def prepare : Nil
  session[:kept] = "here"
  session[:cart] = [] of String
end

def change(name) : Nil
  case name
  when "set a"       then session[:a] = 1
  when "set a again" then session[:a] = 2
  when "set b"       then session[:b] = ["one", 2]
  when "delete kept" then session.delete(:kept)
  when "push"        then session[:cart].as_a << JSON::Any.new("in place")
  when "notice"      then flash["notice"] = "saved"
  when "alert"       then flash["alert"] = "too late"
  when "log in"      then session[:user_id] = 7
  when "destroy"     then session.destroy
  end
end

def respond(response, status : HTTP::Status, &) : Nil
  yield
  response.respond_with_status(status)
end

# The id changes and the session ends in one request.
def replaced : Nil
  session.regenerate_id
  session.destroy
end

def destroy(response) : Nil
  session.destroy
  response << (session[:user_id]? || "nobody")
end

# Says who is logged in, and puts what it is told into the session.
sockets = HTTP::WebSocketHandler.new do |socket, _context|
  socket.on_message do |message|
    session[:told] = message unless message == "whoami"
    socket.send((session[:user_id]? || "nobody").to_s)
  end
end

server = HTTP::Server.new([SessionHandler.new, Rescuer.new, sockets]) { |context| respond(context) }
address = server.bind_tcp("127.0.0.1", 0)
puts "listening on #{address.port}"
STDOUT.flush
server.listen
