class UserSession < Session::Base
end

Session.configure do |config|
  config.store = Session::MemoryStore(UserSession).new
end
