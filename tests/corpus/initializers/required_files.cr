require "session"
require "./session/prefix"
require "./session/stores/*"

Session.configure do |config|
  config.store = SESSION_STORE
end
