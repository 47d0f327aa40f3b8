require "http/server"
require "./shop"

server = HTTP::Server.new([HTTP::LogHandler.new, Shop::Greeter.new])
server.bind_tcp 0
server.listen
