def mk(p)
  raise "no #{p}"
end

Session.configure do |config|
  config.store = mk("s")
end
