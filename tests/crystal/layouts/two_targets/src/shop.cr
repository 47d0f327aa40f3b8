require "azu"

module Shop
  include Azu

  def self.handlers
    [
      Azu::Handler::Logger.new,
    ]
  end
end
