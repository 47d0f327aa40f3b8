Session.configure do |config|
  config.store = DatabaseStore.new(table: "auth.user_sessions", ttl: Time::Span.new(hours: 1, minutes: 30))
end
