require "http/server"

server = HTTP::Server.new([HTTP::LogHandler.new])
server.bind_tcp 0
server.listen
