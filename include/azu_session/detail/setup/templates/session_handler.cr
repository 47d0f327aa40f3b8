# One request's session: how it was loaded, and so what is to be written back.
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
