Session.configure do |config|
  config.store = Session::RedisStore(UserSession).new
end
