module Dotenv
  def self.load
  end
end
