Session.configure do |config|
  case {ENV["AZU_ENV"]?, ENV["REDIS_URL"]?}
  when {"production", _}
    config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  when {_, nil}
    config.store = MemoryStore.new
  else
    config.store = DatabaseStore.new
  end
end
