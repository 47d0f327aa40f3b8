# Drives a built application over HTTP: driver BACKEND PROGRAM, where PROGRAM stands in the
# application's directory.
require "json"
require "./report"
require "./browser"
require "./application"
require "./redis_backend"
require "./database_backend"
require "./memory_backend"
require "./newcomer"
require "./suite"
require "./isolation_checks"
require "./identity_checks"
require "./clearing_checks"
require "./renewal_checks"
require "./concurrency_checks"
require "./secret_checks"
require "./fault_checks"
require "./setting_checks"
require "./redis_checks"
require "./database_checks"
require "./sqlite_checks"
require "./environment_checks"
require "./newcomer_checks"

name, program = ARGV
Report.subject = name
suite = Suite.new(program, Backend.for(name.split(' ').first, File.dirname(program)))
begin
  suite.run(name)
ensure
  suite.backend.stop
end
