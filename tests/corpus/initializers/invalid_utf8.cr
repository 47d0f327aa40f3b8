# café
NAME = "ÿþ"
Session.configure do |config|
  config.store = DatabaseStore.new(table: "sessions") # Ã
end
