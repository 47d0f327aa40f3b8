# A session is a row: its id, the data as JSON, and when it expires. The parameters are
# numbered in the order in which they appear, which PostgreSQL and SQLite both understand.
class DatabaseStore < AzuSession::Store
  BATCH = 1000

  @table : String

  # `pool_timeout` limits the wait for a free connection.
  def initialize(table : String, ttl : Time::Span = 1.hour, url : String = ENV["DATABASE_URL"], pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @table = quote(table)
    @pool = AzuSession::Pool(DB::Connection).new(pool_size, pool_timeout) { connect(url) }
  end

  def read(id : String) : AzuSession::Stored?
    found = @pool.use(&.query_one?("SELECT data, expires_at FROM #{@table} WHERE session_id = $1 AND expires_at > $2", id, Time.utc, as: {String, Time}))
    found.try { |data, expires_at| AzuSession::Stored.new(id, data, expires_at) }
  end

  def insert(session : AzuSession::Stored) : Nil
    execute("INSERT INTO #{@table} (session_id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", session.id, session.data, session.expires_at)
  end

  def replace(session : AzuSession::Stored, id : String, data : String) : Bool
    execute(<<-SQL, id, data, session.id, session.data) > 0
      UPDATE #{@table} SET session_id = $1, data = $2, updated_at = CURRENT_TIMESTAMP
      WHERE session_id = $3 AND data = $4
      SQL
  end

  def renew(id : String, expires_at : Time) : Bool
    execute("UPDATE #{@table} SET expires_at = $1 WHERE session_id = $2 AND expires_at > $3", expires_at, id, Time.utc) > 0
  end

  def delete(key : String) : Nil
    execute("DELETE FROM #{@table} WHERE session_id = $1", key)
  end

  # In batches, so that no statement holds its locks for long.
  def delete_expired : Nil
    now = Time.utc
    while last = last_of_batch(now)
      execute("DELETE FROM #{@table} WHERE expires_at <= $1", last)
    end
    execute("DELETE FROM #{@table} WHERE expires_at <= $1", now)
  end

  def size : Int64
    @pool.use(&.scalar("SELECT COUNT(*) FROM #{@table}")).as(Int64)
  end

  def clear : Nil
    execute("DELETE FROM #{@table}")
  end

  private def execute(sql : String, *values) : Int64
    @pool.use(&.exec(sql, *values).rows_affected)
  end

  private def last_of_batch(now : Time) : Time?
    @pool.use(&.query_one?("SELECT expires_at FROM #{@table} WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1 OFFSET #{BATCH - 1}", now, as: Time))
  end

  private def connect(url : String) : DB::Connection
    connection = DB.connect(url)
    # SQLite: wait while another process writes, for instance `azu session:clear`.
    connection.exec("PRAGMA busy_timeout = 5000") if url.starts_with?("sqlite")
    connection
  end

  private def quote(table : String) : String
    unless table.matches?(/\A[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\z/)
      raise ArgumentError.new("#{table.inspect} is not a table's name: use letters, digits and underscores.")
    end
    table.split('.').join('.') { |name| %("#{name}") }
  end
end
