Marten.configure :production do |config|
  config.sessions.store = :db
end
