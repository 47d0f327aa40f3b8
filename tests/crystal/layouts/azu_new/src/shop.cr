require "azu"
require "./initializers/**"

module Shop
  include Azu

  def self.handlers
    [
      Azu::Handler::Rescuer.new,
      Azu::Handler::Logger.new,
    ]
  end
end
