require "azu"

module MyApp
  include Azu
end

MyApp.start [Azu::Handler::Logger.new]

require "./initializers/**"
