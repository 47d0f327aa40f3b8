NOTE = "config.store = RedisStore.new(prefix: %(x))"
HELP = <<-TEXT
  config.store = RedisStore.new(prefix: "y")
  TEXT
Session.configure do |config|
  config.motd = %q(use "RedisStore" (or not))
  config.store = DatabaseStore.new(table: "web_sessions")
end
