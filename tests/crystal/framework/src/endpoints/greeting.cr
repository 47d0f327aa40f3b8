module Shop
  # A WebSocket that says who is logged in.
  class Greeting < Azu::Channel
    def on_connect
    end

    def on_binary(binary)
    end

    def on_ping(message)
    end

    def on_pong(message)
    end

    def on_message(message)
      socket.not_nil!.send((session[:user_id]? || "nobody").to_s)
    end

    def on_close(code, message)
    end
  end
end
