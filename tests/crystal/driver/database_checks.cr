class Suite
  # Creates the table that all other checks use.
  def database_migration_checks : Nil
    check "the migration runs up, down and up (CQL::Migration is a stand-in)" do
      migrate "up"
      expect backend.sessions.size, 0, "sessions"
      migrate "down"
      expect table_exists?, false, "the table exists"
      migrate "up"
      expect backend.sessions.size, 0, "sessions"
    end
  end

  def database_checks : Nil
    check "cleanup_interval deletes expired rows in the background, and no others" do
      application do |application|
        logged_in(application)
        backend.expire_all
        kept = logged_in(application)
        Application.run(@program, env({"CLEANUP_INTERVAL" => "50"})) do
          eventually("the expired row is deleted") { backend.sessions.size == 1 }
          expect kept.body("/whoami"), "42"
        end
      end
    end

    check "the table is the one given" do
      database = backend.as(DatabaseBackend)
      database.delete_all
      database.execute(%(ALTER TABLE sessions RENAME TO "Visits"))
      Application.run(@program, env({"TABLE" => "Visits"})) do |application|
        expect logged_in(application).body("/whoami"), "42"
      end
      database.execute(%(ALTER TABLE "Visits" RENAME TO sessions))
      expect backend.sessions.size, 1, "sessions"
    end

    check "a table's name that is not one is refused at boot" do
      refusal = Application.refusal(@program, env({"TABLE" => "sessions; DROP TABLE users"}))
      expect refusal.includes?("is not a table's name"), true, refusal
    end

    check "from outside, SQL tells an expired session from a live one" do
      application do |application|
        logged_in(application)
        expect expired, 0, "expired"
        backend.expire_all
        expect expired, 1, "expired"
      end
    end
  end

  private def migrate(direction) : Nil
    output = IO::Memory.new
    status = Process.run(@program, ["migrate", direction], env: env({} of String => String), output: output, error: output)
    raise Report::Failure.new("migrate #{direction}: #{output}") unless status.success?
  end

  private def table_exists? : Bool
    backend.sessions
    true
  rescue PQ::PQError | SQLite3::Exception
    false
  end

  # As a task of the application's, or azu session:clear --expired, asks for it.
  private def expired : Int64
    now = backend.is_a?(SqliteBackend) ? "datetime('now')" : "NOW()"
    backend.as(DatabaseBackend).ask(&.scalar("SELECT COUNT(*) FROM sessions WHERE expires_at < #{now}")).as(Int64)
  end
end
