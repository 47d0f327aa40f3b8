require "pg"
require "sqlite3"
require "./backend"

abstract class DatabaseBackend < Backend
  abstract def url : String

  def env : Hash(String, String)
    {"DATABASE_URL" => url}
  end

  def sessions : Hash(String, String)
    ask(&.query_all("SELECT session_id, data FROM sessions", as: {String, String})).to_h
  end

  def change_data(& : String -> String) : Nil
    sessions.each { |id, data| execute("UPDATE sessions SET data = $1 WHERE session_id = $2", yield(data), id) }
  end

  def seconds_left : Int32
    (ask(&.query_one("SELECT expires_at FROM sessions", as: Time)) - Time.utc).total_seconds.ceil.to_i
  end

  def expire_in(left : Time::Span) : Nil
    execute("UPDATE sessions SET expires_at = $1", Time.utc + left)
  end

  def delete_all : Nil
    execute("DELETE FROM sessions")
  end

  def execute(sql : String, *values) : Nil
    ask(&.exec(sql, *values))
  end

  def ask(&)
    connection = DB.connect(url)
    connection.exec("PRAGMA busy_timeout = 5000") if is_a?(SqliteBackend)
    begin
      yield connection
    ensure
      connection.close
    end
  end
end

class PostgresqlBackend < DatabaseBackend
  @process : Process?

  def initialize(directory : String)
    super
    @port = Backend.free_port
    @data = File.join(directory, "postgresql")
    Dir.mkdir(@data)
    run("chown", ["postgres", @data], as_owner: false) if root?
    run("initdb", ["-A", "trust", "-U", "postgres", "-N", "-D", @data])
  end

  def url : String
    "postgres://postgres@127.0.0.1:#{@port}/postgres"
  end

  def start : Nil
    command, arguments = owned("postgres", ["-D", @data, "-p", @port.to_s, "-k", @data, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
    @process = Process.new(command, arguments)
    eventually("PostgreSQL answers") { ask(&.scalar("SELECT 1")) rescue false }
  end

  def stop : Nil
    @process.try do |process|
      Process.signal(Signal::QUIT, File.read_lines("#{@data}/postmaster.pid").first.to_i64)
      process.wait
    end
    @process = nil
  end

  private def run(command : String, arguments : Array(String), as_owner = true) : Nil
    command, arguments = owned(command, arguments) if as_owner
    output = IO::Memory.new
    raise "#{command} failed: #{output}" unless Process.run(command, arguments, output: output, error: output).success?
  end

  # PostgreSQL refuses to run as root.
  private def owned(command : String, arguments : Array(String)) : {String, Array(String)}
    command = File.join(ENV["POSTGRESQL_BIN"], command)
    root? ? {"runuser", ["-u", "postgres", "--", command] + arguments} : {command, arguments}
  end

  private def root? : Bool
    LibC.getuid == 0
  end
end

# There is no server to stop: the table is taken away and given back.
class SqliteBackend < DatabaseBackend
  def url : String
    "sqlite3://#{directory}/sample.db"
  end

  def start : Nil
    execute("ALTER TABLE taken_away RENAME TO sessions") if @stopped
    @stopped = false
  end

  def stop : Nil
    execute("ALTER TABLE sessions RENAME TO taken_away")
    @stopped = true
  end

  @stopped = false
end
