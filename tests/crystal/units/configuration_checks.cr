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
