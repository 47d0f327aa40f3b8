# Stands where the initializer does.
require "http/server"

module Session
  class_property store = "nowhere"
end

class SessionHandler
  include HTTP::Handler
end

Session.store = "Redis"
