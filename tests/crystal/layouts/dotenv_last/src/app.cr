require "azu"
require "dotenv"

Dotenv.load

module MyApp
  include Azu
end

MyApp.start [
  Azu::Handler::Logger.new,
]
