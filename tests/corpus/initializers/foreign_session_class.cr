SESSIONS = MyApp::UserSession.new("x")

Session.configure do |config|
  config.timeout = 1.hour
end
