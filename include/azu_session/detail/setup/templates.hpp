#pragma once

// Made by templates/make_header.sh from the files beside it: change those, and run it again.
// clang-format off

#include <string_view>

namespace azu_session::inline v0_1::detail::templates {

/// templates/configuration.cr
inline constexpr std::string_view configuration = R"template(require "session"

# What a session holds. `session[:user_id] = user.id` needs nothing here; a property
# gives a value a name and a type: `property theme : String = "light"`, `session.theme`.
class UserSession < Session::Base
end

Session.configure do |config|
{{#redis}}  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "{{app}}:session:",
    ttl: 1.hour
  )
{{/redis}}{{#database}}  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.hour
  )
{{/database}}{{#memory}}  config.store = MemoryStore.new(ttl: 1.hour)
{{/memory}}  config.secret = ENV["SESSION_SECRET"]
end
)template";

/// templates/database_store.cr
inline constexpr std::string_view database_store = R"template(# A session is a row: its id, the data as JSON, and when it expires. The parameters are
# numbered in the order in which they appear, which PostgreSQL and SQLite both understand.
class DatabaseStore < SessionStore
  BATCH = 1000

  @table : String

  # `pool_timeout` limits the wait for a free connection.
  def initialize(table : String, ttl : Time::Span = 1.hour, url : String = ENV["DATABASE_URL"], pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @table = quote(table)
    @pool = SessionPool(DB::Connection).new(pool_size, pool_timeout) { connect(url) }
  end

  def read(id : String) : {String, Time}?
    @pool.use(&.query_one?("SELECT data, expires_at FROM #{@table} WHERE session_id = $1 AND expires_at > $2", id, Time.utc, as: {String, Time}))
  end

  def insert(id : String, data : String, expires_at : Time) : Nil
    execute("INSERT INTO #{@table} (session_id, data, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, data, expires_at)
  end

  def update(id : String, new_id : String, data : String, expires_at : Time) : Bool
    execute(<<-SQL, new_id, data, expires_at, id) > 0
      UPDATE #{@table} SET session_id = $1, data = $2, expires_at = $3, updated_at = CURRENT_TIMESTAMP
      WHERE session_id = $4
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
    loop do
      break if execute(<<-SQL, Time.utc) < BATCH
        DELETE FROM #{@table} WHERE session_id IN
          (SELECT session_id FROM #{@table} WHERE expires_at <= $1 ORDER BY expires_at LIMIT #{BATCH})
        SQL
    end
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
)template";

/// templates/migration.cr
inline constexpr std::string_view migration = R"template(class CreateSessions < CQL::Migration({{version}}_i64)
  # SQL of its own: the schema's builder would lose the time zone and the index.
  def up
    {{up}}
  end

  def down
    schema.exec "DROP TABLE IF EXISTS sessions"
  end
end
)template";

/// templates/pool.cr
inline constexpr std::string_view pool = R"template(# A fixed number of slots, each with a connection or still without. A slot always comes
# back: with its connection or, when that has failed, empty.
class SessionPool(T)
  def initialize(size : Int32, @timeout : Time::Span, &@connect : -> T)
    @slots = Channel(T?).new(size)
    size.times { @slots.send(nil) }
  end

  # A connection may have died while it was idle, when the server restarted: what fails on
  # an old one is tried once more on a new one.
  def use(&)
    connection = idle = take
    begin
      loop do
        begin
          connection ||= @connect.call
          return yield connection
        rescue error
          close(connection)
          connection = nil
          raise Session::StorageConnectionException.new("#{error.class}: #{error.message}", error) unless idle
          idle = nil
        end
      end
    ensure
      @slots.send(connection)
    end
  end

  private def take : T?
    select
    when slot = @slots.receive
      slot
    when timeout(@timeout)
      raise Session::StorageConnectionException.new("No connection became free within #{@timeout}")
    end
  end

  private def close(connection : T?) : Nil
    connection.try(&.close)
  rescue
    # It is broken; what mattered has been reported.
  end
end
)template";

/// templates/redis_store.cr
inline constexpr std::string_view redis_store = R"template(require "redis"

# A session is a key, `prefix` and its id, with the data as JSON; Redis expires it.
class RedisStore < SessionStore
  # `pool_timeout` limits the wait for a free connection, and for Redis to answer.
  def initialize(url : String, @prefix : String, ttl : Time::Span = 1.hour, pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @pool = SessionPool(Redis).new(pool_size, pool_timeout) do
      Redis.new(url: url, connect_timeout: pool_timeout, command_timeout: pool_timeout)
    end
  end

  # A key without an expiry, which others may have made, lives until it is renewed.
  def read(id : String) : {String, Time}?
    data, left = @pool.use do |redis|
      redis.pipelined do |both|
        both.get(key(id))
        both.pttl(key(id))
      end
    end
    return if data.nil? || left == -2
    {data.as(String), left == -1 ? Time.utc(9999, 12, 31) : Time.utc + left.as(Int64).milliseconds}
  end

  def insert(id : String, data : String, expires_at : Time) : Nil
    @pool.use(&.set(key(id), data, px: milliseconds_until(expires_at), nx: true))
  end

  def update(id : String, new_id : String, data : String, expires_at : Time) : Bool
    @pool.use do |redis|
      rename(redis, id, new_id) unless id == new_id
      !redis.set(key(new_id), data, px: milliseconds_until(expires_at), xx: true).nil?
    end
  end

  def renew(id : String, expires_at : Time) : Bool
    @pool.use(&.pexpire(key(id), milliseconds_until(expires_at))) == 1
  end

  def delete(key : String) : Nil
    @pool.use(&.del(key(key)))
  end

  def size : Int64
    count = 0_i64
    each_page { |_, keys| count += keys.size }
    count
  end

  def clear : Nil
    each_page { |redis, keys| redis.del(keys) unless keys.empty? }
  end

  private def key(id : String) : String
    @prefix + id
  end

  private def milliseconds_until(time : Time) : Int64
    {(time - Time.utc).total_milliseconds.ceil.to_i64, 1_i64}.max
  end

  # In one step, so that a clear meanwhile finds the session under the one id or the other.
  private def rename(redis : Redis, id : String, new_id : String) : Nil
    redis.rename(key(id), key(new_id))
  rescue error : Redis::Error
    raise error unless error.message.try(&.includes?("no such key"))
  end

  private def each_page(& : Redis, Array(Redis::RedisValue) ->) : Nil
    pattern = @prefix.gsub(/[\[\]*?\\]/) { |special| "\\#{special}" } + "*"
    cursor = "0"
    loop do
      @pool.use do |redis|
        page = redis.scan(cursor, pattern, 1000)
        cursor = page[0].as(String)
        yield redis, page[1].as(Array(Redis::RedisValue))
      end
      break if cursor == "0"
    end
  end
end
)template";

/// templates/session_handler.cr
inline constexpr std::string_view session_handler = R"template(# One request's session: how it was loaded, and so what is to be written back.
class SessionVisit
  getter session : UserSession

  def self.current : SessionVisit
    Fiber.current.session_visit || raise "There is no session here: put SessionHandler.new first in the chain of handlers."
  end

  # `id` is the one that the session has in the store, if it is there.
  def initialize(@session : UserSession, @id : String? = nil)
    @saved, @expires_at = @session.to_json, @session.expires_at
    @session.flash.rotate!
  end

  # A session put in the place of this request's counts as new.
  def session=(@session : UserSession) : UserSession
    @id = nil
    @saved, @expires_at = @session.to_json, @session.expires_at
    @session
  end

  # Writes what has changed; true when the visitor needs a cookie for it.
  def save(store : SessionStore) : Bool
    known, renewed = @id, renew
    changed = @session.to_json != @saved
    return false unless renewed || changed
    @session.regenerate_id if rotate?
    kept = write(store, changed)
    @id, @saved, @expires_at = @session.session_id, @session.to_json, @session.expires_at
    kept && (renewed || known != @id)
  end

  # A session in use stays alive; a tenth of its time must have passed, to save writes.
  private def renew : Bool
    ttl = Session.config.ttl
    return false if !@id || ttl * 0.9 <= @expires_at - Time.utc <= ttl
    @session.expires_at = ttl.from_now
    true
  end

  # What this request has not changed, another may have: a renewal writes no data.
  private def write(store, changed) : Bool
    return store.insert(@session) unless id = @id
    changed ? store.update(id, @session) : store.renew(id, @session.expires_at)
  end

  private def rotate? : Bool
    return false unless @id == @session.session_id
    before, after = user_id(@saved), user_id(@session.to_json)
    return false if before == after
    Session.config.regenerate_id || (Session.config.rotate_on_login && before.nil?)
  end

  private def user_id(data : String)
    JSON.parse(data)["user_id"]?.try(&.raw)
  end
end

class Fiber
  property session_visit : SessionVisit?
end

# Loads the session before the endpoint runs and saves it before the response leaves.
class SessionHandler
  include HTTP::Handler

  def initialize
    Session.config.check
    if interval = Session.config.cleanup_interval
      spawn(name: "session cleanup") { loop { delete_expired; sleep interval } }
    end
  end

  def call(context : HTTP::Server::Context)
    serve(context, load(context.request))
  rescue error : Session::StorageConnectionException
    Session::Log.error(exception: error) { "The session store failed" }
    unavailable(context.response)
  ensure
    Fiber.current.session_visit = nil
  end

  private def serve(context, visit)
    Fiber.current.session_visit = visit
    response = context.response
    response.output = SessionOutput.new(response.output) { save(visit, response) }
    call_next(context)
    save(visit, response)
  end

  # An id that is not signed, or that the store does not know, is never adopted.
  private def load(request) : SessionVisit
    id = request.cookies[Session.config.cookie_name]?.try { |cookie| verified_id(cookie.value) }
    session = Session.session[id]? if id
    session ? SessionVisit.new(session, id) : SessionVisit.new(UserSession.new)
  end

  private def save(visit, response) : Nil
    return unless visit.save(Session.session)
    response.status = response.status # fails when the headers have left
    response.cookies << cookie(visit.session)
  rescue IO::Error
    Session::Log.warn { "A session needed a cookie after its response had begun: the visitor does not get it" }
  end

  private def cookie(session) : HTTP::Cookie
    config = Session.config
    HTTP::Cookie.new(
      config.cookie_name, "#{session.session_id}.#{signature(session.session_id)}",
      path: "/", expires: session.expires_at, secure: config.secure, http_only: config.http_only, samesite: config.same_site
    )
  end

  private def verified_id(value : String) : String?
    id, _, sent = value.rpartition('.')
    id if Crypto::Subtle.constant_time_compare(signature(id), sent)
  end

  private def signature(id : String) : String
    OpenSSL::HMAC.hexdigest(OpenSSL::Algorithm::SHA256, Session.config.secret, "#{Session.config.cookie_name}=#{id}")
  end

  # Neither another's session nor a silent new one: the visitor is still logged in.
  private def unavailable(response) : Nil
    response.respond_with_status(:service_unavailable, "Sessions are unavailable, please try again soon")
  rescue IO::Error
    # The response had begun before the store failed.
  end

  private def delete_expired : Nil
    Session.session.delete_expired
  rescue error
    Session::Log.error(exception: error) { "Expired sessions could not be deleted" }
  end
end

# Saves the session before the first byte, while the response can still carry its cookie.
class SessionOutput < IO
  @save : Proc(Nil)?

  def initialize(@output : IO, &@save : -> Nil)
  end

  def read(slice : Bytes)
    raise IO::Error.new("A response cannot be read")
  end

  def write(slice : Bytes) : Nil
    save
    @output.write(slice)
  end

  def flush : Nil
    save
    @output.flush
  end

  def close : Nil
    save
    @output.close
  end

  def closed? : Bool
    @output.closed?
  end

  # A save that failed is tried again, so that nothing leaves without it.
  private def save : Nil
    @save.try(&.call)
    @save = nil
  end
end

def session : UserSession
  SessionVisit.current.session
end

def flash : Session::Flash
  session.flash
end
)template";

/// templates/session_settings.cr
inline constexpr std::string_view session_settings = R"template(# Keeps every visitor's session apart: what a request loads and changes belongs to the
# fiber that serves it. Put `SessionHandler.new` first in the chain of handlers; endpoints
# and handlers after it then call `session` and `flash`.

require "crypto/subtle"
require "openssl/hmac"

Session.use_store(::SessionStore)

# The settings beyond the shard's own.
class Session::Configuration
  property secure : Bool = ENV["AZU_ENV"]? == "production"
  property http_only : Bool = true
  property same_site : HTTP::Cookie::SameSite = HTTP::Cookie::SameSite::Lax
  property cleanup_interval : Time::Span? = nil
  # A new id when a visitor logs in; with `regenerate_id` whenever `user_id` changes.
  property rotate_on_login : Bool = true
  property regenerate_id : Bool = false
  # Off, so that a database of sessions can be queried.
  property encrypt_data : Bool = false
  setter ttl : Time::Span? = nil

  # A ttl set here wins over the store's, whichever was set first.
  def ttl : Time::Span
    @ttl || @store.try(&.ttl) || @timeout
  end

  # The shard's name for it, which dates new sessions.
  def timeout : Time::Span
    ttl
  end

  def cookie_name : String
    session_key
  end

  def cookie_name=(name : String)
    self.session_key = name
  end

  def secret=(secret : String)
    raise ArgumentError.new("The session secret is empty: set SESSION_SECRET to the output of `openssl rand -hex 32`.") if secret.blank?
    @secret = secret
  end

  def check : Nil
    raise ArgumentError.new("No session store is configured: set config.store in Session.configure.") unless @store
    raise ArgumentError.new("No session secret is configured: set config.secret in Session.configure.") if using_default_secret?
  end

  # For `pp`: every setting but the secret.
  def inspect(io : IO) : Nil
    io << "Session::Configuration(store: " << @store.inspect << ", secret: [hidden], ttl: " << ttl
    io << ", cookie_name: " << cookie_name << ", secure: " << secure << ", http_only: " << http_only
    io << ", same_site: " << same_site << ", cleanup_interval: " << cleanup_interval.inspect
    io << ", rotate_on_login: " << rotate_on_login << ", regenerate_id: " << regenerate_id
    io << ", encrypt_data: " << encrypt_data << ')'
  end

  def pretty_print(pp) : Nil
    pp.text(inspect)
  end
end

module Session
  def self.configuration : Configuration
    CONFIG
  end
end

# When a session expires, its store says; the data does not repeat it.
class Session::Base
  @[JSON::Field(ignore_serialize: true)]
  @expires_at : Time
end

# Any value that JSON can hold is kept under its name at the top level of the data.
class UserSession
  include JSON::Serializable::Unmapped

  # Messages for the next request, kept only while there are some.
  @[JSON::Field(ignore_serialize: @flash.next.empty?)]
  getter flash : Session::Flash = Session::Flash.new

  def [](key : Symbol | String) : JSON::Any
    json_unmapped[key.to_s]
  end

  def []?(key : Symbol | String) : JSON::Any?
    json_unmapped[key.to_s]?
  end

  def []=(key : Symbol | String, value)
    json_unmapped[key.to_s] = JSON.parse(value.to_json)
    value
  end

  def delete(key : Symbol | String) : JSON::Any?
    json_unmapped.delete(key.to_s)
  end

  # The old id is dead before the first byte of this response leaves.
  def regenerate_id : Nil
    reset_identity!
  end
end
)template";

/// templates/session_stores.cr
inline constexpr std::string_view session_stores = R"template(# Where sessions live. A session that was cleared stays cleared: a loaded one is only ever
# updated, which does nothing once it is gone, and only a new one is inserted.
abstract class SessionStore < Session::Store(UserSession)
  # The data, and when the session expires: the store alone knows that.
  abstract def read(id : String) : {String, Time}?
  abstract def insert(id : String, data : String, expires_at : Time) : Nil
  # Moves the session to `new_id`, which may be the same; false when it is gone.
  abstract def update(id : String, new_id : String, data : String, expires_at : Time) : Bool
  # Changes nothing but when the session expires; false when it is gone.
  abstract def renew(id : String, expires_at : Time) : Bool

  getter ttl : Time::Span

  @encryptor : Message::Encryptor?

  def initialize(@ttl : Time::Span)
  end

  # For stores that do not expire sessions by themselves.
  def delete_expired : Nil
  end

  def []?(key : String) : UserSession?
    read(key).try { |data, expires_at| parse(key, data, expires_at) }
  end

  def [](key : String) : UserSession
    self[key]? || raise Session::SessionNotFoundException.new
  end

  def []=(key : String, session : UserSession) : UserSession
    update(key, session) || insert(session)
    session
  end

  def insert(session : UserSession) : Bool
    insert(session.session_id, encode(session.to_json), session.expires_at)
    true
  end

  def update(id : String, session : UserSession) : Bool
    update(id, session.session_id, encode(session.to_json), session.expires_at)
  end

  # The shard's interface knows one current session; here it is the running request's.
  def current_session : UserSession
    SessionVisit.current.session
  end

  def current_session=(session : UserSession) : UserSession
    SessionVisit.current.session = session
  end

  def flash : Session::Flash
    current_session.flash
  end

  def regenerate_id : UserSession
    current_session.tap(&.regenerate_id)
  end

  def create : UserSession
    self.current_session = UserSession.new
  end

  def storage : String
    self.class.name
  end

  # Without the connection's URL, which may hold a password.
  def inspect(io : IO) : Nil
    io << storage << "(ttl: " << ttl << ')'
  end

  def pretty_print(pp) : Nil
    pp.text(inspect)
  end

  # Data moved from another id is no session, nor is what cannot be read (any more).
  private def parse(id : String, data : String, expires_at : Time) : UserSession?
    session = UserSession.from_json(decode(data))
    session.expires_at = expires_at
    session if session.session_id == id
  rescue error
    Session::Log.warn(exception: error) { "A session was not used: its data cannot be read" }
  end

  private def encode(data : String) : String
    return data unless Session.config.encrypt_data
    {encrypted: encryptor.encrypt_and_sign(data)}.to_json
  end

  private def decode(data : String) : String
    return data unless Session.config.encrypt_data
    String.new(encryptor.verify_and_decrypt(JSON.parse(data)["encrypted"].as_s))
  end

  private def encryptor : Message::Encryptor
    @encryptor ||= Message::Encryptor.new(Session.config.secret, fallback_digest: nil, use_kdf: true)
  end
end

# For development and tests: one process, lost when it ends.
class MemoryStore < SessionStore
  @sessions = {} of String => {String, Time}

  def read(id : String) : {String, Time}?
    @mutex.synchronize { living(id) }
  end

  def insert(id : String, data : String, expires_at : Time) : Nil
    @mutex.synchronize { @sessions[id] = {data, expires_at} }
  end

  def update(id : String, new_id : String, data : String, expires_at : Time) : Bool
    @mutex.synchronize do
      return false unless @sessions.delete(id)
      @sessions[new_id] = {data, expires_at}
      true
    end
  end

  def renew(id : String, expires_at : Time) : Bool
    @mutex.synchronize do
      data, _ = living(id) || return false
      @sessions[id] = {data, expires_at}
      true
    end
  end

  def delete(key : String) : Nil
    @mutex.synchronize { @sessions.delete(key) }
  end

  def delete_expired : Nil
    now = Time.utc
    @mutex.synchronize { @sessions.reject! { |_, (_, expires_at)| expires_at <= now } }
  end

  def size : Int64
    @sessions.size.to_i64
  end

  def clear : Nil
    @mutex.synchronize { @sessions.clear }
  end

  private def living(id : String) : {String, Time}?
    @sessions[id]?.try { |data, expires_at| {data, expires_at} if Time.utc < expires_at }
  end
end
)template";

/// templates/create_sessions_postgresql.sql
inline constexpr std::string_view create_sessions_postgresql = R"template(CREATE TABLE IF NOT EXISTS sessions (
  session_id TEXT PRIMARY KEY,
  data TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at);
)template";

/// templates/create_sessions_sqlite.sql
inline constexpr std::string_view create_sessions_sqlite = R"template(CREATE TABLE IF NOT EXISTS sessions (
  session_id TEXT NOT NULL PRIMARY KEY,
  data TEXT NOT NULL,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS sessions_expires_at ON sessions (expires_at);
)template";

} // namespace azu_session::detail::templates
