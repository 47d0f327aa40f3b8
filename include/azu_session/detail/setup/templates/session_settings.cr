# Keeps every visitor's session apart: what a request loads and changes belongs to the
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
