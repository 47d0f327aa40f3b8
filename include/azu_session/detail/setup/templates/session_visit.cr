# One request's session: as it lies in the store, and what the request makes of it.
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
