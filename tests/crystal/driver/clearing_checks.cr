class Suite
  def clearing_checks : Nil
    check "a clear logs everybody out at once, and the application goes on serving" do
      application do |application|
        browsers = Array.new(20) { |number| logged_in(application, number) }
        backend.clear
        expect backend.sessions.size, 0, "sessions"
        expect browsers.map(&.body("/whoami")).uniq!, ["nobody"]
        expect application.browser.body("/"), "hello"
        browsers.first.body("/become?user=1")
        expect browsers.first.body("/whoami"), "1"
      end
    end

    check "the store can count and clear its sessions from within the application" do
      application do |application|
        3.times { |number| logged_in(application, number) }
        expect application.browser.body("/shard/size"), "3"
        application.browser.body("/shard/clear")
        expect backend.sessions.size, 0, "sessions"
      end
    end

    check "a request in flight during a clear does not bring its session back" do
      application { |application| cleared_in_flight(application, "/slow?value=1") }
    end

    check "neither does one that changes its id" do
      application { |application| cleared_in_flight(application, "/slow/login") }
    end

    check "neither does one that only renews it" do
      application({"TTL" => "2"}) do |application|
        browser = logged_in(application)
        in_flight(application, browser, "/slow/whoami") do
          sleep 300.milliseconds
          backend.clear
        end
        expect backend.sessions.size, 0, "sessions"
      end
    end
  end

  private def cleared_in_flight(application, path) : Nil
    browser = logged_in(application)
    in_flight(application, browser, path) { backend.clear }
    expect backend.sessions.size, 0, "sessions"
    expect browser.body("/whoami"), "nobody"
  end

  # Yields while the application is in the middle of the request.
  private def in_flight(application, browser, path, &) : Nil
    finished = Channel(Int32).new
    spawn { finished.send(browser.get(path).status_code) }
    eventually("the request waits") { application.browser.body("/gate/waiting") == "1" }
    yield
    application.browser.body("/gate/open")
    expect finished.receive, 200, "status of #{path}"
  end
end
