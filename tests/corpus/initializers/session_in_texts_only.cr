require "session"

# Kemal::Session.config
KEY = ENV["SESSION_SECRET"]?
