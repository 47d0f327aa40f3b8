Session.configure do |c|
  c.provider = Session::MemoryStore(UserSession).provider
end
