Session.configure do |config|
  config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: <<-PREFIX.strip, ttl: 1.hour)
    from-heredoc:
    PREFIX
end
