ENV["AZU_ENV"] ||= "production"
Session.configure do |config|
  config.store = ENV["AZU_ENV"] == "production" ? DatabaseStore.new : MemoryStore.new
end
