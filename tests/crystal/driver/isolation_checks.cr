class Suite
  CONNECTIONS = 200

  def isolation_checks : Nil
    check "a session lasts from request to request" do
      application do |application|
        browser = logged_in(application)
        expect browser.body("/whoami"), "42"
        expect browser.body("/whoami"), "42"
      end
    end

    check "a session value is stored at the top level of the JSON" do
      application do |application|
        browser = logged_in(application)
        expect backend.data_of(browser)["user_id"], 42
        browser.body("/store?name=theme&value=dark")
        expect backend.data_of(browser)["theme"], "dark"
      end
    end

    check "a visitor without a cookie never receives another's session" do
      application do |application|
        logged_in(application)
        expect application.browser.body("/whoami"), "nobody"
      end
    end

    check "a flash message reaches its visitor once, and nobody else" do
      application do |application|
        browser = application.browser
        browser.body("/flash/set?notice=saved")
        expect application.browser.body("/flash"), ""
        expect browser.body("/flash"), "saved"
        expect browser.body("/flash"), ""
      end
    end

    check "an anonymous visit that stores nothing writes nothing" do
      application do |application|
        browser = application.browser
        browser.body("/")
        browser.body("/whoami")
        expect browser.cookies.size, 0, "cookies"
        expect backend.sessions.size, 0, "sessions"
      end
    end

    check "an unchanged session is not written again" do
      application do |application|
        browser = logged_in(application)
        expect browser.get("/whoami").headers["Set-Cookie"]?, nil, "cookie"
      end
    end

    check "200 concurrent keep-alive connections never mix" do
      application { |application| crowd(application) }
    end

    check "a response larger than the server's buffer carries its cookie" do
      application do |application|
        browser = application.browser
        expect browser.body("/large?value=kept").size, 100_000
        expect browser.body("/stored?name=large"), "kept"
      end
    end

    check "a response that is reset, as by respond_with_status, carries its cookie" do
      application(RENEWAL) do |application|
        browser = application.browser
        expect browser.get("/respond/become?user=42").status_code, 201
        expect browser.body("/whoami"), "42"
        old = browser.cookie
        browser.get("/respond/become?user=43")
        expect browser.cookie == old, false, "the old id is kept"
        expect browser.body("/whoami"), "43"
        backend.expire_in(50.seconds)
        expect browser.get("/respond").headers.has_key?("Set-Cookie"), true, "cookie of a renewal"
        expect browser.get("/respond/destroy").cookies.first.value, ""
      end
    end

    check "a session changed after the response has begun is saved" do
      application do |application|
        browser = logged_in(application)
        browser.body("/late?value=kept")
        expect browser.body("/stored?name=late"), "kept"
        expect application.browser.get("/late?value=lost").status_code, 200
      end
    end

    check "a WebSocket's callbacks see the session of the request that opened it; what they change is kept" do
      application do |application|
        browser = logged_in(application)
        expect conversation(application, browser, "whoami", "a message"), ["42", "42"]
        eventually("the change is saved") { browser.body("/stored?name=told") == "a message" }
        expect conversation(application, application.browser, "whoami"), ["nobody"]
      end
    end

    check "an endpoint that fails saves nothing" do
      application do |application|
        browser = logged_in(application)
        expect browser.get("/fail").status_code, 500
        expect backend.data_of(browser)["failed"]?, nil
        expect browser.body("/whoami"), "42"
      end
    end
  end

  # What is answered over a WebSocket, which is closed afterwards.
  private def conversation(application, browser, *messages) : Array(String)
    answers = [] of String
    socket = HTTP::WebSocket.new("127.0.0.1", "/socket", application.port, headers: browser.headers)
    socket.on_message do |answer|
      answers << answer
      socket.close if answers.size == messages.size
    end
    messages.each { |message| socket.send(message) }
    socket.run
    answers
  end

  # Visitors who log in, wait for each other in the middle of a request, and ask who they
  # are; every fourth one never logs in.
  private def crowd(application : Application) : Nil
    results = Channel(String?).new
    CONNECTIONS.times { |number| spawn { results.send(visit(application, number)) } }
    eventually("all requests wait") { application.browser.body("/gate/waiting").to_i == CONNECTIONS }
    application.browser.body("/gate/open")
    mixed = Array.new(CONNECTIONS) { results.receive }.compact
    expect mixed.first(3), [] of String, "#{mixed.size} mixed visits, such as"
  end

  private def visit(application, number) : String?
    name = number % 4 == 0 ? "nobody" : number.to_s
    browser = application.browser
    browser.body("/become?user=#{name}") unless name == "nobody"
    answers = [browser.body("/slow/whoami")] + Array.new(10) { browser.body("/whoami") }
    wrong = answers - ["#{name} #{name}", name]
    "#{name} got #{wrong}" unless wrong.empty?
  rescue error
    "#{number} failed: #{error.message}"
  end
end
