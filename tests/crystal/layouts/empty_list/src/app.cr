require "azu"

module MyApp
  include Azu
end

MyApp.start [] of HTTP::Handler
