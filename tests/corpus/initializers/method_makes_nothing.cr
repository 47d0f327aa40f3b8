def mk(p)
end

Session.configure do |config|
  config.store = mk("s")
end
