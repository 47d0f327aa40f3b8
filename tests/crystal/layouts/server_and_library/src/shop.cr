require "http/server/handler"

module Shop
  class Greeter
    include HTTP::Handler

    def call(context)
      context.response.print "Hello"
    end
  end
end
