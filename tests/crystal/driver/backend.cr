require "./report"
require "socket"

# A store of the checks' own, looked into from outside the application.
abstract class Backend
  def self.for(name : String, directory : String) : Backend
    case name
    when "redis"      then RedisBackend.new(directory)
    when "postgresql" then PostgresqlBackend.new(directory)
    when "sqlite"     then SqliteBackend.new(directory)
    when "memory"     then MemoryBackend.new(directory)
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
  # Changes every session's data as it lies in the store, and nothing else.
  abstract def change_data(& : String -> String) : Nil
  # Of the only session, in the store.
  abstract def seconds_left : Int32
  # In the store; the data is left alone.
  abstract def expire_in(left : Time::Span) : Nil
  abstract def delete_all : Nil

  def expire_all : Nil
    expire_in(-1.second)
  end

  # Makes every session's data say when it expires.
  def claim_expiry(at : Time) : Nil
    change_data { |data| JSON.parse(data).as_h.merge({"expires_at" => JSON::Any.new(at.to_rfc3339)}).to_json }
  end

  # Logs everybody out, as an operator does.
  def clear : Nil
    clearing = ["session:clear", "--force", "-C", directory]
    status = Process.run(ENV["AZU"], clearing, env: env, output: Process::Redirect::Close, error: Process::Redirect::Inherit)
    raise Report::Failure.new("azu session:clear failed") unless status.success?
  end

  def data_of(browser : Browser) : JSON::Any
    JSON.parse(sessions[browser.cookie.rpartition('.').first])
  end

  def self.free_port : Int32
    TCPServer.open("127.0.0.1", 0, &.local_address.port)
  end
end
