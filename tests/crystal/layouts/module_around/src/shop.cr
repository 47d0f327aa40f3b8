# An application within one module.
module Shop
  # What it serves with.
  class Server
    def handlers
      [
        HTTP::ErrorHandler.new,
        HTTP::LogHandler.new,
      ]
    end

    def run
      server = HTTP::Server.new(handlers) { |context| context.response.print "Hello" }
      server.bind_tcp 0
      server.listen
    end
  end

  Server.new.run
end
