Session.configure do |config|
  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.day
  )
  config.secret = ENV["SESSION_SECRET"]

  # Auto-cleanup expired sessions
  config.cleanup_interval = 1.hour
end
