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
