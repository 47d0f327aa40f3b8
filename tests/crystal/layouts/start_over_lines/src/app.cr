require "azu"

module MyApp
  include Azu
end

MyApp.start [
  Azu::Handler::Rescuer.new, # the first so far
  Azu::Handler::Logger.new,
]
