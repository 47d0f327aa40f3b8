require "http/server"

server = HTTP::Server.new([
  HTTP::ErrorHandler.new,
  HTTP::LogHandler.new,
]) do |context|
  context.response.print "Hello"
end
address = server.bind_tcp 0
puts "Listening on #{address}"
server.listen
