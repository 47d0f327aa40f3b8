# One request's session: as it lies in the store, and what the request makes of it.
class AzuSession::Visit
  getter? refused = false
  @finished = false
  @failure : Session::StorageConnectionException?
  @stored : Stored?
  @session : UserSession?
  @destroyed : UserSession?
  # The session's, when it was last like what is stored.
  @data = ""
  @user = ""

  def self.current : Visit
    Fiber.current.session_visit || raise "There is no session here: put SessionHandler.new first in the chain of handlers."
  end

  def initialize(@context : HTTP::Server::Context)
    load if @context.request.headers.has_key?("Cookie")
  end

  # A request; and later, where it opened a WebSocket, what runs until that closes.
  def during(&) : Nil
    Fiber.current.session_visit = self
    @finished = false
    yield
    save
    @finished = true
    @session.try { |session| Session.config.on_client.call(session.session_id, session) if @stored }
  ensure
    Fiber.current.session_visit = nil
  end

  def session : UserSession
    refuse
    @session ||= open || UserSession.new
  end

  # A session put in the place of this request's counts as new.
  def session=(session : UserSession) : UserSession
    @stored = nil
    @session = session
  end

  def destroy : Nil
    @destroyed = session if @stored
    self.session = UserSession.new
  end

  # Writes what has changed, while the response can still carry a cookie for it.
  def save : Nil
    return if @finished
    refuse if refused?
    @destroyed.try { |session| delete(session) }
    return unless session = @session
    stored = @stored
    stored ? update(session, stored) : insert(session)
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
    cookie = @context.request.cookies[Session.config.cookie_name]? || return
    id, outdated = Cookie.verify(cookie.value) || return
    stored = store.read(id) || return
    @stored = stored = outdated ? store.reencrypt(stored) : stored
    expires_at = due?(stored) ? Session.config.ttl.from_now : stored.expires_at
    renew(stored, expires_at) if outdated || expires_at != stored.expires_at
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
    session.flash.rotate!
    Session.config.on_loaded.call(stored.id, session)
    session
  end

  private def insert(session : UserSession) : Nil
    return if session.blank?
    data = session.to_json
    @stored = stored = store.insert(session, data)
    @data, @user = data, session.user
    Session.config.on_started.call(stored.id, session)
    send(Cookie.for(stored))
  end

  # What others have written meanwhile stays; a session that is gone stays gone.
  private def update(session : UserSession, stored : Stored) : Nil
    data = session.to_json
    unless data == @data
      data = session.tap(&.regenerate_id).to_json if rotate?(session, stored)
      @stored = written = store.write(stored, session.session_id, @data, data) || return
      @data, @user = data, session.user
      Session.config.on_regenerated.call(stored.id, written.id, session) if written.id != stored.id
      stored = written
    end
    renew(stored, session.expires_at) if session.expires_at != stored.expires_at
  end

  private def rotate?(session : UserSession, stored : Stored) : Bool
    return false if session.session_id != stored.id || session.user == @user
    Session.config.regenerate_id || (Session.config.rotate_on_login && @user.empty?)
  end

  private def renew(stored : Stored, expires_at : Time) : Nil
    return unless store.renew(stored.id, expires_at)
    @stored = stored = stored.copy_with(expires_at: expires_at)
    send(Cookie.for(stored))
  end

  private def delete(session : UserSession) : Nil
    store.delete(session.session_id)
    @destroyed = nil
    send(Cookie.expired)
    Session.config.on_deleted.call(session.session_id, session)
  end

  private def send(cookie : HTTP::Cookie) : Nil
    response = @context.response
    response.status = response.status # fails when the headers have left
    response.cookies << cookie
  rescue IO::Error
    Session::Log.warn { "A session needed a cookie after its response had begun: the visitor does not get it" }
  end

  private def store : Store
    Session.session
  end
end

# What a visitor's cookie holds: the session's id, and a signature.
module AzuSession::Cookie
  def self.for(stored : Stored) : HTTP::Cookie
    make("#{stored.id}.#{signature(stored.id, Session.config.secret)}", stored.expires_at)
  end

  def self.expired : HTTP::Cookie
    make("", Time.unix(0))
  end

  # The id, and whether an earlier secret signed it; nil when none of them did.
  def self.verify(value : String) : {String, Bool}?
    id, _, sent = value.rpartition('.')
    signer = Session.config.secrets.index { |secret| Crypto::Subtle.constant_time_compare(signature(id, secret), sent) }
    {id, signer > 0} if signer
  end

  private def self.make(value : String, expires_at : Time) : HTTP::Cookie
    config = Session.config
    HTTP::Cookie.new(config.cookie_name, value, path: "/", expires: expires_at,
      secure: config.secure, http_only: config.http_only, samesite: config.same_site)
  end

  private def self.signature(id : String, secret : String) : String
    OpenSSL::HMAC.hexdigest(OpenSSL::Algorithm::SHA256, secret, "#{Session.config.cookie_name}=#{id}")
  end
end

# Saves the session before the headers leave, while they can still carry its cookie.
class AzuSession::Output < IO
  # A response keeps back at least as much, and its headers, until it is flushed or closed.
  KEPT_BACK = 4096

  delegate closed?, to: @output

  @written = 0_i64
  @begun = false

  def initialize(@output : IO, @visit : Visit)
  end

  def read(slice : Bytes)
    raise IO::Error.new("A response cannot be read")
  end

  def write(slice : Bytes) : Nil
    @written += slice.size
    begin_response if @written > KEPT_BACK || @visit.refused?
    @output.write(slice)
  end

  def flush : Nil
    begin_response
    @output.flush
  end

  def close : Nil
    begin_response
    @output.close
  end

  # A save that failed is tried again, so that nothing leaves without it.
  private def begin_response : Nil
    return if @begun
    @visit.save
    @begun = true
  end
end
