#!/usr/bin/env crystal
# Licensed under the terms of the MIT license.

# The documentation of the module, which stays its own.
module Shop
  def self.serve
    HTTP::Server.new([
      HTTP::ErrorHandler.new,
    ])
  end
end

server = Shop.serve
server.bind_tcp 0
server.listen
