module AzuSession
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
