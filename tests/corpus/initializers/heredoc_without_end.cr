Session.configure do |config|
  config.store = MemoryStore.new
end
HELP = <<-TEXT
  TEX
