module Shop
  struct Empty
    include Azu::Request
  end

  # A template that shows who is logged in, and the message that the last request left.
  struct AccountPage
    include Azu::Response
    include Azu::Templates::Renderable

    def initialize(@user : String, @notice : String)
    end

    def render
      view "shop/account.jinja", {"user" => @user, "notice" => @notice}
    end
  end

  struct AccountEndpoint
    include Azu::Endpoint(Empty, AccountPage)

    get "/account"

    def call : AccountPage
      AccountPage.new((session[:user_id]? || "nobody").to_s, flash.now["notice"]? || "")
    end
  end

  struct LoginEndpoint
    include Azu::Endpoint(Empty, Azu::Response::Empty)

    post "/login"

    def call : Azu::Response::Empty
      session[:user_id] = params["user"].to_i64
      flash["notice"] = "Welcome back"
      Azu::Response::Empty.new
    end
  end

  struct LogoutEndpoint
    include Azu::Endpoint(Empty, Azu::Response::Empty)

    get "/logout"

    def call : Azu::Response::Empty
      session.destroy
      Azu::Response::Empty.new
    end
  end

  struct PlainEndpoint
    include Azu::Endpoint(Empty, Azu::Response::Empty)

    get "/plain"

    def call : Azu::Response::Empty
      Azu::Response::Empty.new
    end
  end
end
