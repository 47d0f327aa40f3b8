Session.configure do |config|
  config.store = DatabaseStore.new(table: "")
end
