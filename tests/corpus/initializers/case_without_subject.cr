production = ENV["AZU_ENV"]? == "production"
Session.configure do |config|
  case
  when production && ENV["REDIS_URL"]? then config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:")
  when !production                     then config.store = MemoryStore.new
  end
end
