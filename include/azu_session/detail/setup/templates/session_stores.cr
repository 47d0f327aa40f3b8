# Where sessions live. A session that was cleared stays cleared: a loaded one is only ever
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
