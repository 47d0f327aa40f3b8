Session.configure do |config|
  config.store = StoreFactory.build(:redis)
end
