Session.configure do |config|
  config.store = MongoStore.new(collection: "sessions")
end
