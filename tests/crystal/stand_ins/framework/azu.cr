# Enough of the framework for an application to start.
require "http/server"

module Azu
  class Handler::Logger
    include HTTP::Handler

    def call(context)
      call_next(context)
    end
  end

  class Handler::Rescuer < Handler::Logger
  end

  macro included
    def self.start(handlers : Array(HTTP::Handler))
      HTTP::Server.new(handlers) { }.listen
    end
  end
end
