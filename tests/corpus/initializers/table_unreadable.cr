Session.configure do |config|
  config.store = DatabaseStore.new(table: SessionModel.table_name)
end
