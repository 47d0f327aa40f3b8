require "dotenv"
Dotenv.load

require "azu"
require "./my_app"

MyApp.start [
  Azu::Handler::Logger.new,
]
