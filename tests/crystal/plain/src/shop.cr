# An application on Crystal's own server, which answers as the framework's does.
module Shop
  def self.answer(context : HTTP::Server::Context) : Nil
    case context.request.path
    when "/account"
      context.response.print %(<p id="user">#{user}</p>\n<p id="notice">#{flash.now["notice"]?}</p>\n)
    when "/login"
      form = context.request.body.try(&.gets_to_end) || ""
      session[:user_id] = HTTP::Params.parse(form)["user"].to_i64
      flash["notice"] = "Welcome back"
    when "/logout"
      session.destroy
    end
  end

  # Says over a WebSocket who is logged in.
  def self.greet(socket : HTTP::WebSocket) : Nil
    socket.on_message { |_message| socket.send(user) }
  end

  private def self.user : String
    (session[:user_id]? || "nobody").to_s
  end
end
