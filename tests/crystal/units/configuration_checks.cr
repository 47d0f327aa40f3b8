def refusal(&) : String
  yield
  raise Report::Failure.new("nothing was refused")
rescue error : ArgumentError
  error.message.to_s
end

check "the configured block is in effect" do
  expect Session.configuration.ttl, 1.hour
  expect Session.configuration.cookie_name, "_session"
end

check "the configuration's ttl wins over the store's, whatever the order" do
  config = Session::Configuration.new
  config.ttl = 15.minutes
  config.store = MemoryStore.new(ttl: 1.hour)
  expect config.ttl, 15.minutes
  config = Session::Configuration.new
  config.store = MemoryStore.new(ttl: 2.hours)
  expect config.ttl, 2.hours
  config.ttl = 30.days
  expect config.ttl, 30.days
end

check "a new session lasts for the ttl" do
  Session.configuration.ttl = 15.minutes
  left = UserSession.new.expires_at - Time.utc
  Session.configuration.ttl = nil
  expect (14.minutes..15.minutes).covers?(left), true, left.to_s
end

check "an empty or blank secret is refused" do
  expect refusal { Session.configuration.secret = "" }.includes?("SESSION_SECRET"), true
  expect refusal { Session.configuration.secret = "  " }.includes?("SESSION_SECRET"), true
end

check "the handler refuses to start without a store, or with the shard's public secret" do
  config = Session::Configuration.new
  expect refusal { config.check }.includes?("config.store"), true
  config.store = MemoryStore.new(ttl: 1.hour)
  expect refusal { config.check }.includes?("config.secret"), true
end

check "printing the configuration shows no secret" do
  Session.configuration.secret = "a secret that must not be seen"
  shown = String.build { |io| PrettyPrint.format(Session.configuration, io, 79) } + Session.configuration.inspect
  expect shown.includes?("must not be seen"), false, shown
end

check "session outside a request says what to do" do
  session
  raise Report::Failure.new("there is a session")
rescue error
  expect error.message.to_s.includes?("SessionHandler.new"), true, error.message.to_s
end

check "settings of the shard's that bind sessions to visitors are refused at boot, as they would be ignored" do
  {"bind_to_ip", "bind_to_user_agent"}.each do |setting|
    config = Session::Configuration.new
    config.store = MemoryStore.new(ttl: 1.hour)
    config.secret = "a secret of the checks"
    setting == "bind_to_ip" ? (config.bind_to_ip = true) : (config.bind_to_user_agent = true)
    expect refusal { config.check }.includes?(setting), true
  end
end

def warnings(&) : String
  backend = Log::MemoryBackend.new
  Log.setup("session", :warn, backend)
  yield
  backend.entries.map(&.message).join(", ")
ensure
  Log.setup(:none)
end

check "settings of the shard's that have no effect are told at boot" do
  config = Session::Configuration.new
  config.store = MemoryStore.new(ttl: 1.hour)
  config.secret = "a secret of the checks"
  expect warnings { config.check }, ""
  config.compress_data = true
  config.cluster.enabled = true
  expect warnings { config.check }, "config.compress_data has no effect on these session stores, config.cluster has no effect on these session stores"
end

check "an AZU_ENV and a CRYSTAL_ENV that contradict each other are told at boot" do
  ENV["AZU_ENV"], ENV["CRYSTAL_ENV"] = "staging", "production"
  config = Session::Configuration.new
  config.store = MemoryStore.new(ttl: 1.hour)
  config.secret = "a secret of the checks"
  expect warnings { config.check }, "AZU_ENV is staging, CRYSTAL_ENV is production: set both alike"
  expect config.secure, true
  ENV.delete("AZU_ENV")
  ENV.delete("CRYSTAL_ENV")
end
