# `app migrate up` and `app migrate down` run the generated migration and end.
require "./cql_stand_in"
require "./db/migrations/*"

if ARGV.first? == "migrate"
  DB.connect(ENV["DATABASE_URL"]) do |connection|
    migration = CreateSessions.new(CQL::Schema.new(connection))
    ARGV[1] == "up" ? migration.up : migration.down
  end
  exit
end

ENV["TABLE"]?.try do |table|
  Session.configure { |config| config.store = DatabaseStore.new(table: table) }
end
