require "http/server"
require "./shop"

server = HTTP::Server.new([
  HTTP::ErrorHandler.new,
  HTTP::StaticFileHandler.new("public", fallthrough: true, directory_listing: false),
  HTTP::WebSocketHandler.new { |socket, _context| Shop.greet(socket) },
]) do |context|
  Shop.answer(context)
end
server.bind_tcp("127.0.0.1", ENV["PORT"].to_i)
server.listen
