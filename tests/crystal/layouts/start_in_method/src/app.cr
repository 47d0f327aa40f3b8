require "azu"

module MyApp
  include Azu

  def self.run
    start [
      Azu::Handler::Logger.new,
    ]
  end
end

MyApp.run

require "./initializers/**"
