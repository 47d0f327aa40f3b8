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
  {{#redis}}
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "{{app}}:session:",
    ttl: 1.hour
  )
  {{/redis}}
  {{#database}}
  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.hour
  )
  {{/database}}
  {{#memory}}
  config.store = MemoryStore.new(ttl: 1.hour)
  {{/memory}}
  config.secret = ENV["SESSION_SECRET"]
end
)template";

/// templates/database_store.cr
inline constexpr std::string_view database_store = R"template(# A session is a row: its id, the data as JSON, and when it expires. The parameters are
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
class AzuSession::Pool(T)
  def initialize(size : Int32, @timeout : Time::Span, &@connect : -> T)
    @slots = Channel(T?).new(size)
    size.times { @slots.send(nil) }
  end

  # A connection may have died while it was idle, when the server restarted: what fails at
  # once on an old one is tried once more on a new one.
  def use(&)
    connection = take
    old, started = connection, Time.monotonic
    begin
      loop do
        begin
          connection ||= @connect.call
          return yield connection
        rescue error
          connection.try(&.close) rescue nil
          connection = nil
          failed_at_once = Time.monotonic - started < @timeout
          raise Session::StorageConnectionException.new("#{error.class}: #{error.message}", error) unless old && failed_at_once
          old = nil
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
    else
      wait
    end
  end

  private def wait : T?
    select
    when slot = @slots.receive
      slot
    when timeout(@timeout)
      raise Session::StorageConnectionException.new("No connection became free within #{@timeout}")
    end
  end
end
)template";

/// templates/redis_store.cr
inline constexpr std::string_view redis_store = R"template(require "redis"

# A session is a key, `prefix` and its id, with the data as JSON; Redis expires it.
class RedisStore < AzuSession::Store
  # In one step, which finds or leaves the session under the one id or the other.
  REPLACE = <<-LUA
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    local left = redis.call('PTTL', KEYS[1])
    redis.call('DEL', KEYS[1])
    redis.call('SET', KEYS[2], ARGV[2])
    if left >= 0 then redis.call('PEXPIRE', KEYS[2], math.max(left, 1)) end
    return 1
    LUA

  # `pool_timeout` limits the wait for a free connection, and for Redis to answer.
  def initialize(url : String, @prefix : String, ttl : Time::Span = 1.hour, pool_size : Int32 = 25, pool_timeout : Time::Span = 5.seconds)
    super(ttl)
    @pool = AzuSession::Pool(Redis).new(pool_size, pool_timeout) do
      Redis.new(url: url, connect_timeout: pool_timeout, command_timeout: pool_timeout, reconnect: false)
    end
  end

  # A key without an expiry, which others may have made, lives until it is renewed.
  def read(id : String) : AzuSession::Stored?
    data, left = @pool.use do |redis|
      redis.pipelined do |both|
        both.get(key(id))
        both.pttl(key(id))
      end
    end
    return if data.nil? || left == -2
    AzuSession::Stored.new(id, data.as(String), left == -1 ? Time.utc(9999, 12, 31) : Time.utc + left.as(Int64).milliseconds)
  end

  def insert(session : AzuSession::Stored) : Nil
    @pool.use(&.set(key(session.id), session.data, px: milliseconds_until(session.expires_at), nx: true))
  end

  def replace(session : AzuSession::Stored, id : String, data : String) : Bool
    @pool.use(&.eval(REPLACE, [key(session.id), key(id)], [session.data, data])) == 1
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
inline constexpr std::string_view session_handler = R"template(# Loads the session before the endpoint runs and saves it before the response leaves.
class SessionHandler
  include HTTP::Handler

  def initialize
    Session.config.check
    if interval = Session.config.cleanup_interval
      spawn(name: "session cleanup") { loop { delete_expired; sleep interval } }
    end
  end

  def call(context : HTTP::Server::Context)
    response = context.response
    response.session_visit = visit = AzuSession::Visit.new(context.request)
    visit.during { call_next(context) }
    if upgrade = response.upgrade_handler
      response.upgrade_handler = ->(io : IO) { logging { visit.during { upgrade.call(io) } } }
    end
  rescue error : Session::StorageConnectionException
    logging { raise error }
    unavailable(context.response)
  end

  private def logging(&) : Nil
    yield
  rescue error : Session::StorageConnectionException
    Session::Log.error(exception: error) { "The session store failed" }
  end

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

class Fiber
  property session_visit : AzuSession::Visit?
end

class HTTP::Server::Response
  property session_visit : AzuSession::Visit?

  protected def write_headers
    @session_visit.try(&.headers_leave(headers))
    previous_def
  end
end

def session : UserSession
  AzuSession::Visit.current.session
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

Session.use_store(::AzuSession::Store)

# The settings beyond the shard's own.
class Session::Configuration
  # By AZU_ENV or CRYSTAL_ENV, which is the one that Azu itself reads.
  property secure : Bool = {ENV["AZU_ENV"]?, ENV["CRYSTAL_ENV"]?}.includes?("production")
  property http_only : Bool = true
  property same_site : HTTP::Cookie::SameSite = HTTP::Cookie::SameSite::Lax
  property cleanup_interval : Time::Span? = nil
  # A new id when a visitor logs in; with `regenerate_id` when he logs out, too.
  property rotate_on_login : Bool = true
  property regenerate_id : Bool = false
  # Off, so that a database of sessions can be queried.
  property encrypt_data : Bool = false
  # Earlier secrets, whose cookies and data are accepted, and written anew with this one.
  property previous_secrets : Array(String) = ENV.fetch("SESSION_SECRET_PREVIOUS", "").split(',').map(&.strip)
  setter ttl : Time::Span? = nil

  # A ttl set here wins over the store's, whichever was set first.
  def ttl : Time::Span
    @ttl || @store.try(&.ttl) || @timeout
  end

  # The shard's name for it, which dates new sessions.
  def timeout : Time::Span
    ttl
  end

  def timeout=(span : Time::Span)
    self.ttl = span
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

  # The first one signs and encrypts.
  def secrets : Array(String)
    [secret] + previous_secrets.reject(&.blank?)
  end

  # Refuses what would be less safe than it looks, and tells what has no effect.
  def check : Nil
    raise ArgumentError.new("No session store is configured: set config.store in Session.configure.") unless @store
    raise ArgumentError.new("No session secret is configured: set config.secret in Session.configure.") if using_default_secret?
    raise ArgumentError.new("Sessions are not bound to addresses or user agents, which visitors can forge: leave config.bind_to_ip and config.bind_to_user_agent off.") if bind_to_ip || bind_to_user_agent
    {compress_data: compress_data, circuit_breaker_enabled: circuit_breaker_enabled, cluster: cluster.enabled}.each do |setting, on|
      Session::Log.warn { "config.#{setting} has no effect on these session stores" } if on
    end
    environments = {ENV["AZU_ENV"]?.presence, ENV["CRYSTAL_ENV"]?.presence}.to_a.compact
    Session::Log.warn { "AZU_ENV is #{environments[0]}, CRYSTAL_ENV is #{environments[1]}: set both alike" } if environments.uniq.size > 1
  end

  # For `pp`: every setting but the secrets.
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
  @flash : Session::Flash = Session::Flash.new

  def flash : Session::Flash
    @touched = true
    @flash
  end

  def json_unmapped
    @touched = true
    @json_unmapped
  end

  # False while nothing was handed out that can be changed: the data is then as it was read.
  @[JSON::Field(ignore: true)]
  property touched = true

  def [](key : Symbol | String) : JSON::Any
    self[key]? || raise KeyError.new("Missing key in the session: #{key}")
  end

  def []?(key : Symbol | String) : JSON::Any?
    value = @json_unmapped[key.to_s]?
    @touched ||= value.try(&.raw).is_a?(Array(JSON::Any) | Hash(String, JSON::Any))
    value
  end

  # Its properties have names of their own, as `session.user_id = 42`.
  def []=(key : Symbol | String, value)
    raise ArgumentError.new("The session has a property of the name #{key}: set that") if property?(key.to_s)
    json_unmapped[key.to_s] = JSON.parse(value.to_json)
    value
  end

  def delete(key : Symbol | String) : JSON::Any?
    json_unmapped.delete(key.to_s)
  end

  # The old id is dead before the first byte of this response leaves.
  def regenerate_id : Nil
    @touched = true
    reset_identity!
  end

  # Logs this request's visitor out: nothing is left in the store, nor of the cookie.
  def destroy : Nil
    AzuSession::Visit.current.destroy
  end

  # Whether it may have changed; where it has properties beyond its own six, nobody knows.
  def touched? : Bool
    @touched || {{ @type.instance_vars.size > 6 }}
  end

  # Nothing was put into it.
  def blank? : Bool
    @json_unmapped.empty? && @flash.next.empty? && ({{ @type.instance_vars.size == 6 }} || values == UserSession.new.values)
  end

  # Who is logged in; empty when nobody is.
  def user : String
    {{ (@type.has_method?(:user_id) ? "user_id" : "self[:user_id]?").id }}.to_s
  end

  private def property?(name : String) : Bool
    {% for variable in @type.instance_vars %}
      {% options = variable.annotation(JSON::Field) || {ignore: false} %}
      {% unless options[:ignore] %}
        return true if name == {{ options[:key] || variable.name.stringify }}
      {% end %}
    {% end %}
    false
  end

  protected def values : Hash(String, String)
    AzuSession.fields(to_json).reject("session_id", "created_at")
  end
end
)template";

/// templates/session_stores.cr
inline constexpr std::string_view session_stores = R"template(module AzuSession
  # A session as its store holds it. The store alone knows when it expires.
  record Stored, id : String, data : String, expires_at : Time

  # What turned `before` into `after`, done to `stored`: each of them is a session's data.
  def self.merge(before : String, after : String, stored : String) : String
    before, after, stored = fields(before), fields(after), fields(stored)
    # Those that this request has shown are gone, those that it or another one has left stay.
    shown, messages = messages(before), messages(stored)
    messages = messages.reject { |name, text| shown[name]? == text }.merge(messages(after))
    merged = stored.reject { |name| name == "flash" || (before.has_key?(name) && !after.has_key?(name)) }
    merged.merge!(after.reject { |name, value| name == "flash" || before[name]? == value })
    merged["flash"] = %({"now":{},"next":#{json(messages)}}) unless messages.empty?
    json(merged)
  end

  # The values of an object by name, as JSON.
  def self.fields(object : String) : Hash(String, String)
    fields = {} of String => String
    parser = JSON::PullParser.new(object)
    parser.read_object { |name| fields[name] = parser.read_raw }
    fields
  end

  # Each of the messages for the next request is a value of its own.
  private def self.messages(fields : Hash) : Hash(String, String)
    fields(fields["flash"]?.try { |flash| fields(flash)["next"]? } || "{}")
  end

  private def self.json(fields : Hash) : String
    JSON.build do |json|
      json.object { fields.each { |name, value| json.field(name) { json.raw(value) } } }
    end
  end
end

# Where sessions live. A session that was cleared stays cleared: only a new one is inserted.
abstract class AzuSession::Store < Session::Store(UserSession)
  # More than the requests that write one session at the same time.
  TRIES = 1000

  abstract def read(id : String) : Stored?
  abstract def insert(session : Stored) : Nil
  # Moves it to `id`, which may be the same, with other data, unless it is gone or its data is
  # no longer as given. When it expires stays as it is.
  abstract def replace(session : Stored, id : String, data : String) : Bool
  # Changes nothing but when the session expires; false when it is gone.
  abstract def renew(id : String, expires_at : Time) : Bool

  getter ttl : Time::Span
  delegate flash, to: current_session
  @encryptors : Array(Message::Encryptor)?

  def initialize(@ttl : Time::Span)
  end

  # For stores that do not expire sessions by themselves.
  def delete_expired : Nil
  end

  def []?(key : String) : UserSession?
    read(key).try { |stored| parse(stored) }
  end

  def [](key : String) : UserSession
    self[key]? || raise Session::SessionNotFoundException.new
  end

  def []=(key : String, session : UserSession) : UserSession
    data = encode(session.to_json)
    stored = read(key)
    while stored && !replace(stored, session.session_id, data)
      stored = read(key)
    end
    stored ? renew(session.session_id, session.expires_at) : insert(Stored.new(session.session_id, data, session.expires_at))
    session
  end

  # Does to what is stored by now what turned `before` into `after`; nil when it is gone.
  def write(stored : Stored, id : String, before : String, after : String) : Stored?
    data = after
    TRIES.times do
      encoded = encode(data)
      return stored.copy_with(id: id, data: encoded) if replace(stored, id, encoded)
      # Under its new id, it was moved by a try whose answer was lost.
      stored = read(stored.id) || read(id) || return
      # As it was read: with the defaults of properties that the data lacks.
      before = UserSession.from_json(before).to_json
      data = AzuSession.merge(before, after, decode(stored.data))
    end
    raise Session::StorageConnectionException.new("A session was changed #{TRIES} times while it was to be written")
  end

  # The same data, encrypted with the present secret; as it is where it cannot be read.
  def reencrypt(stored : Stored) : Stored
    return stored unless encrypts? && parse(stored)
    data = encode(decode(stored.data))
    replace(stored, stored.id, data) ? stored.copy_with(data: data) : stored
  end

  # The shard's interface knows one current session; here it is the running request's.
  def current_session : UserSession
    Visit.current.session
  end

  def current_session=(session : UserSession) : UserSession
    Visit.current.session = session
  end

  def regenerate_id : UserSession
    current_session.tap(&.regenerate_id)
  end

  def create : UserSession
    self.current_session = UserSession.new
  end

  def delete
    Visit.current.destroy
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
  def parse(stored : Stored) : UserSession?
    session = UserSession.from_json(decode(stored.data))
    session.expires_at = stored.expires_at
    session if session.session_id == stored.id
  rescue error
    Session::Log.warn(exception: error) { "A session was not used: its data cannot be read" }
  end

  def decode(data : String) : String
    return data unless encrypts?
    encrypted = JSON.parse(data)["encrypted"].as_s
    encryptors.each { |encryptor| return String.new(encryptor.verify_and_decrypt(encrypted)) rescue nil }
    raise Session::SessionEncryptionException.new("None of the secrets decrypts it")
  end

  def encode(data : String) : String
    return data unless encrypts?
    {encrypted: encryptors.first.encrypt_and_sign(data)}.to_json
  end

  private def encrypts? : Bool
    Session.config.encrypt_data || Session.config.encrypt_redis_data
  end

  private def encryptors : Array(Message::Encryptor)
    @encryptors ||= Session.config.secrets.map { |secret| Message::Encryptor.new(secret, fallback_digest: nil, use_kdf: true) }
  end
end

# For development and tests: one process, lost when it ends.
class MemoryStore < AzuSession::Store
  @sessions = {} of String => AzuSession::Stored

  def read(id : String) : AzuSession::Stored?
    @mutex.synchronize { living(id) }
  end

  def insert(session : AzuSession::Stored) : Nil
    @mutex.synchronize { @sessions[session.id] = session }
  end

  def replace(session : AzuSession::Stored, id : String, data : String) : Bool
    @mutex.synchronize do
      stored = living(session.id)
      return false unless stored && stored.data == session.data
      @sessions.delete(session.id)
      @sessions[id] = stored.copy_with(id: id, data: data)
      true
    end
  end

  def renew(id : String, expires_at : Time) : Bool
    @mutex.synchronize do
      stored = living(id) || return false
      @sessions[id] = stored.copy_with(expires_at: expires_at)
      true
    end
  end

  def delete(key : String) : Nil
    @mutex.synchronize { @sessions.delete(key) }
  end

  def delete_expired : Nil
    now = Time.utc
    @mutex.synchronize { @sessions.reject! { |_, session| session.expires_at <= now } }
  end

  def size : Int64
    @mutex.synchronize { @sessions.size.to_i64 }
  end

  def clear : Nil
    @mutex.synchronize { @sessions.clear }
  end

  private def living(id : String) : AzuSession::Stored?
    @sessions[id]?.try { |session| session if Time.utc < session.expires_at }
  end
end
)template";

/// templates/session_visit.cr
inline constexpr std::string_view session_visit = R"template(# One request's session: as it lies in the store, and what the request makes of it.
class AzuSession::Visit
  @stored : Stored?
  @due = false
  @session : UserSession?
  # The session's, when it was last like what is stored.
  @data = ""
  @user = ""
  @destroyed : {String, UserSession}?
  @failure : Session::StorageConnectionException?
  @refused = false
  @finished = false
  @begun = false
  @cookie : HTTP::Cookie?

  def self.current : Visit
    Fiber.current.session_visit || raise "There is no session here: put SessionHandler.new first in the chain of handlers."
  end

  def initialize(@request : HTTP::Request)
    load if @request.headers.has_key?("Cookie")
  end

  # A request; and later, where it opened a WebSocket, what runs until that closes.
  def during(&) : Nil
    Fiber.current.session_visit = self
    @finished = false
    yield
    save
    @session.try { |session| Session.config.on_client.call(session.session_id, session) if @stored }
  ensure
    @finished = true
    Fiber.current.session_visit = nil
  end

  def session : UserSession
    refuse
    @session ||= open || UserSession.new
  end

  # A session put in the place of this request's counts as new.
  def session=(session : UserSession) : UserSession
    refuse
    @stored = nil
    @session = session
  end

  def destroy : Nil
    @stored.try { |stored| @destroyed = {stored.id, session} }
    self.session = UserSession.new
  end

  # Saves while the headers can still carry a cookie. What fails is tried again, so that
  # nothing leaves without it.
  def headers_leave(headers : HTTP::Headers) : Nil
    return if @begun
    save
    @begun = true
    @cookie.try { |cookie| headers.add("Set-Cookie", cookie.to_set_cookie_header) }
  end

  # Neither another's session nor a silent new one: the visitor is still logged in. What was
  # refused to an endpoint is refused to whoever answers in its place.
  private def refuse : Nil
    return unless failure = @failure
    @refused = true
    raise failure
  end

  # An id that is not signed, or that the store does not know, is never adopted. That the
  # store failed, those learn who ask for the session.
  private def load : Nil
    cookie = @request.cookies[Session.config.cookie_name]? || return
    id, outdated = Cookie.verify(cookie.value) || return
    stored = store.read(id) || return
    @stored = stored = outdated ? store.reencrypt(stored) : stored
    @due = outdated || due?(stored)
  rescue failure : Session::StorageConnectionException
    @failure = failure
  end

  # A session in use stays alive; a tenth of its time must have passed, to save writes.
  private def due?(stored : Stored) : Bool
    ttl = Session.config.ttl
    !(ttl * 0.9 <= stored.expires_at - Time.utc <= ttl)
  end

  private def open : UserSession?
    stored = @stored || return
    session = store.parse(stored) || return @stored = nil
    @data, @user = store.decode(stored.data), session.user
    session.touched = !session.flash.empty?
    session.flash.rotate! if session.touched
    Session.config.on_loaded.call(stored.id, session)
    session
  end

  # Writes what has changed.
  private def save : Nil
    return if @finished
    refuse if @refused
    @destroyed.try { |id, session| delete(id, session) }
    stored, session = @stored, @session
    if session
      stored ? update(session, stored) : insert(session)
    elsif stored && @due
      renew_unseen(stored)
    end
  end

  private def insert(session : UserSession) : Nil
    return if session.blank?
    data = session.to_json
    @stored = stored = Stored.new(session.session_id, store.encode(data), session.expires_at)
    store.insert(stored)
    @data, @user = data, session.user
    Session.config.on_started.call(stored.id, session)
    send_cookie(stored)
  end

  # What others have written meanwhile stays; a session that is gone stays gone.
  private def update(session : UserSession, stored : Stored) : Nil
    data = session.touched? ? session.to_json : @data
    unless data == @data
      data = session.tap(&.regenerate_id).to_json if rotate?(session, stored)
      @stored = written = store.write(stored, session.session_id, @data, data) || return
      @data, @user = data, session.user
      rotated(stored.id, written, session) if written.id != stored.id
      stored = written
    end
    session.expires_at = Session.config.ttl.from_now if @due && session.expires_at == stored.expires_at
    renew(stored, session.expires_at) if session.expires_at != stored.expires_at
  end

  # Whoever logs in gets an id that nobody else can know.
  private def rotate?(session : UserSession, stored : Stored) : Bool
    return false if session.session_id != stored.id || session.user == @user
    Session.config.regenerate_id || (Session.config.rotate_on_login && !session.user.empty?)
  end

  private def rotated(old_id : String, stored : Stored, session : UserSession) : Nil
    Session.config.on_regenerated.call(old_id, stored.id, session)
    send_cookie(stored)
  end

  private def renew(stored : Stored, expires_at : Time) : Nil
    @due = false
    return unless store.renew(stored.id, expires_at)
    @stored = stored = stored.copy_with(expires_at: expires_at)
    send_cookie(stored)
  end

  # Nobody asked for the session: nobody is to wait for the next try.
  private def renew_unseen(stored : Stored) : Nil
    renew(stored, Session.config.ttl.from_now)
  rescue error : Session::StorageConnectionException
    Session::Log.error(exception: error) { "A session could not be renewed" }
  end

  private def delete(id : String, session : UserSession) : Nil
    store.delete(id)
    store.delete(session.session_id) if id != session.session_id
    @destroyed = nil
    send_cookie(nil)
    Session.config.on_deleted.call(id, session)
  end

  private def send_cookie(stored : Stored?) : Nil
    @cookie = Cookie.for(stored)
    Session::Log.warn { "A session needed a cookie after its response had begun: the visitor does not get it" } if @begun
  end

  private def store : Store
    Session.session
  end
end

# What a visitor's cookie holds: the session's id, and a signature.
module AzuSession::Cookie
  # Of a session that is gone, one that the browser drops.
  def self.for(stored : Stored?) : HTTP::Cookie
    config = Session.config
    HTTP::Cookie.new(
      config.cookie_name, stored ? "#{stored.id}.#{signature(stored.id, config.secret)}" : "",
      path: "/", expires: stored ? stored.expires_at : Time.unix(0),
      secure: config.secure, http_only: config.http_only, samesite: config.same_site
    )
  end

  # Cookies that the present secret has signed, as a signature takes long to compute.
  KNOWN = 10_000
  @@known = {} of String => String
  @@known_by = {"", ""}
  @@mutex = Mutex.new

  # The id, and whether an earlier secret signed it; nil when none of them did.
  def self.verify(value : String) : {String, Bool}?
    @@mutex.synchronize { known[value]? }.try { |id| return {id, false} }
    id, _, sent = value.rpartition('.')
    signer = Session.config.secrets.index { |secret| Crypto::Subtle.constant_time_compare(signature(id, secret), sent) } || return
    @@mutex.synchronize { known[value] = id } if signer == 0
    {id, signer > 0}
  end

  private def self.known : Hash(String, String)
    by = {Session.config.secret, Session.config.cookie_name}
    @@known.clear if by != @@known_by || @@known.size >= KNOWN
    @@known_by = by
    @@known
  end

  private def self.signature(id : String, secret : String) : String
    OpenSSL::HMAC.hexdigest(OpenSSL::Algorithm::SHA256, secret, "#{Session.config.cookie_name}=#{id}")
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
