#pragma once

#include <string_view>

namespace azu_session::detail {

// clang-format off

/// What every lower half begins with.
inline constexpr std::string_view session_core = R"crystal(# Keeps every visitor's session apart: what a request loads and changes belongs to the
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

# Where sessions live. A session that was cleared stays cleared: a loaded one is only ever
# updated, which does nothing once it is gone, and only a new one is inserted.
abstract class SessionStore < Session::Store(UserSession)
  abstract def read(id : String) : String?
  abstract def insert(id : String, data : String, expires_at : Time) : Nil
  # Moves the session to `new_id`, which may be the same; false when it is gone.
  abstract def update(id : String, new_id : String, data : String, expires_at : Time) : Bool

  getter ttl : Time::Span

  @encryptor : Message::Encryptor?

  def initialize(@ttl : Time::Span)
  end

  # For stores that do not expire sessions by themselves.
  def delete_expired : Nil
  end

  def []?(key : String) : UserSession?
    return unless data = read(key)
    session = UserSession.from_json(decode(data))
    session if session.session_id == key
  rescue error : JSON::ParseException | KeyError | Message::Verifier::InvalidSignatureError
    Session::Log.warn { "A session was not used, as its data cannot be read: #{error.message}" }
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

  def read(id : String) : String?
    @mutex.synchronize do
      data, expires_at = @sessions[id]? || return
      data if Time.utc < expires_at
    end
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
end

# One request's session: how it was loaded, and so what is to be written back.
class SessionVisit
  getter session : UserSession

  def self.current : SessionVisit
    Fiber.current.session_visit || raise "There is no session here: put SessionHandler.new first in the chain of handlers."
  end

  # `id` is the one that the session has in the store, if it is there.
  def initialize(@session : UserSession, @id : String? = nil)
    @saved = @session.to_json
    @session.flash.rotate!
  end

  # A session put in the place of this request's counts as new.
  def session=(@session : UserSession) : UserSession
    @id = nil
    @saved = @session.to_json
    @session
  end

  # Writes what has changed; true when the visitor needs a cookie for it.
  def save(store : SessionStore) : Bool
    renewed = renew
    return false if @session.to_json == @saved
    @session.regenerate_id if rotate?
    known = @id
    kept = known ? store.update(known, @session) : store.insert(@session)
    @id, @saved = @session.session_id, @session.to_json
    kept && (renewed || known != @id)
  end

  # A session in use stays alive; a tenth of its time must have passed, to save writes.
  private def renew : Bool
    ttl = Session.config.ttl
    return false if !@id || ttl * 0.9 <= @session.expires_at - Time.utc <= ttl
    @session.expires_at = ttl.from_now
    true
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
      spawn(name: "session cleanup") { clean_up(interval) }
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
    Session::Log.warn { "The response had been sent before its session was saved: the cookie is lost" } if response.closed?
    response.cookies << cookie(visit.session)
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

  private def clean_up(interval : Time::Span) : Nil
    loop do
      sleep interval
      Session.session.delete_expired
    rescue error
      Session::Log.error(exception: error) { "Expired sessions could not be deleted" }
    end
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
)crystal";

// clang-format on

} // namespace azu_session::detail
