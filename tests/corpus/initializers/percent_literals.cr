Session.configure do |config|
  config.store = DatabaseStore.new(table: %q(web).downcase + %(_#{%w[sessions].join}))
end
