require "session"
require "./parts/secret"
require "./parts/missing"
