require "./report"
require "socket"

# A store of the checks' own, looked into from outside the application.
abstract class Backend
  def self.for(name : String, directory : String) : Backend
    case name
    when "redis"      then RedisBackend.new(directory)
    when "postgresql" then PostgresqlBackend.new(directory)
    when "sqlite"     then SqliteBackend.new(directory)
    else                   raise "Unknown backend #{name}"
    end
  end

  getter directory : String

  def initialize(@directory : String)
  end

  abstract def env : Hash(String, String)
  abstract def start : Nil
  # At once, as in a crash.
  abstract def stop : Nil
  # Id and data of every session.
  abstract def sessions : Hash(String, String)
  abstract def expire_all : Nil
  abstract def delete_all : Nil

  # Logs everybody out, as `azu session:clear --force` does.
  def clear : Nil
    if azu = ENV["AZU"]?.presence
      status = Process.run(azu, ["session:clear", "--force", "-C", directory], env: env, output: Process::Redirect::Close, error: Process::Redirect::Inherit)
      raise Report::Failure.new("azu session:clear failed") unless status.success?
    else
      delete_all
    end
  end

  def data_of(browser : Browser) : JSON::Any
    JSON.parse(sessions[browser.cookie.rpartition('.').first])
  end

  def self.free_port : Int32
    TCPServer.open("127.0.0.1", 0, &.local_address.port)
  end
end
