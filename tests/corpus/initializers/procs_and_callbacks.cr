Session.configure do |config|
  config.on_started = ->(sid : String, data : Session::Base) { Log.info { "started #{sid}" } }
  config.on_deleted = ->(sid : String, data : Session::Base) do
    if data.expired?
      Log.info { "expired" }
    end
  end
  config.store = MemoryStore.new
end
