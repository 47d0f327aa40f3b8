module Shop
  def self.set_up
    ::Kemal::Session.config.timeout = 1.hour
  end
end
