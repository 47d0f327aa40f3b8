class Suite
  def fault_checks : Nil
    check "while the store is down, a request fails clearly; afterwards the visitor is still logged in" do
      application do |application|
        browser = logged_in(application)
        cookie = browser.cookie
        while_down do
          refused = browser.get("/whoami")
          expect refused.status_code, 503
          expect refused.body.includes?("Sessions are unavailable"), true, refused.body
          expect refused.headers["Set-Cookie"]?, nil, "cookie"
          expect application.browser.get("/become?user=1").status_code, 503
          expect application.browser.body("/"), "hello"
        end
        expect browser.body("/whoami"), "42"
        expect browser.cookie, cookie
      end
    end

    check "while the store is down, who asks for a session gets a 503 past a handler that rescues everything; who does not, what he asked for" do
      application do |application|
        browser = logged_in(application)
        while_down do
          {"/rescued/whoami", "/rescued/large?value=1"}.each do |path|
            refused = browser.get(path)
            expect refused.status_code, 503, path
            expect refused.body.includes?("Sessions are unavailable"), true, refused.body
          end
          expect browser.get("/rescued/fail").status_code, 503
          expect browser.get("/rescued/destroy").status_code, 503
          expect browser.get("/shard/delete").status_code, 503
          expect browser.body("/"), "hello"
          expect application.browser.body("/whoami"), "nobody"
        end
        expect browser.get("/rescued/fail").status_code, 500
        expect browser.body("/whoami"), "42"
      end
    end

    check "failed connects lose no slot of the pool" do
      application do |application|
        browser = logged_in(application)
        while_down { 20.times { expect browser.get("/whoami").status_code, 503 } }
        expect browser.body("/whoami"), "42"
        crowd(application)
      end
    end

    check "connections that died idle are replaced unseen" do
      application do |application|
        crowd(application)
        browser = logged_in(application)
        while_down { }
        expect Array.new(20) { browser.body("/whoami") }.uniq!, ["42"]
      end
    end

    check "a store that fails during a request does not lose the cookie's session" do
      application do |application|
        browser = logged_in(application)
        finished = Channel(Int32).new
        spawn { finished.send(browser.get("/slow?value=1").status_code) }
        eventually("the request waits") { application.browser.body("/gate/waiting") == "1" }
        while_down do
          application.browser.body("/gate/open")
          expect finished.receive, 503
        end
        expect browser.body("/whoami"), "42"
      end
    end
  end

  private def while_down(&) : Nil
    backend.stop
    begin
      yield
    ensure
      backend.start
    end
  end
end
