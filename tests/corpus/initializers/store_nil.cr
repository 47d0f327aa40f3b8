Session.configure do |config|
  config.store = nil
end
