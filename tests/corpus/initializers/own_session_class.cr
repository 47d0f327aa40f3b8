class AppSession
  def self.configure
    yield
  end
end

AppSession.configure do
  LIFETIME = 1.hour
end

::Session.configure do |config|
  config.timeout = LIFETIME
end
