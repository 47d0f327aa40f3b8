UserSessions.configure do |settings|
  settings.cookie = "shop"
end
