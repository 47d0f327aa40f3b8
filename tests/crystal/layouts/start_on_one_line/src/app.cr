require "azu"

# The application.
module MyApp
  include Azu
end

MyApp.start([Azu::Handler::Rescuer.new, Azu::Handler::Logger.new])
