Session.configure do |config|
  config.store = DatabaseStore.new(db: DB.open(ENV["SESSION_DATABASE"]), table: "s")
end
