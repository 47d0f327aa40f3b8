class Suite
  # Every check of a renewal waits until a tenth of this has passed, or moves the store's expiry.
  RENEWAL = {"TTL" => "100"}

  def renewal_checks : Nil
    check "a renewal extends the session in the store and the cookie, and writes no data" do
      application(RENEWAL) do |application|
        browser = logged_in(application)
        before = backend.sessions
        backend.expire_in(50.seconds)
        expires = browser.get("/whoami").cookies.first.expires.not_nil!
        expect (90..100).covers?((expires - Time.utc).total_seconds), true, "the cookie expires #{expires}"
        expect (90..100).covers?(backend.seconds_left), true, "seconds left"
        expect backend.sessions, before, "sessions"
      end
    end

    check "a slow request that is overtaken by a login sends no cookie of the old id" do
      application({"TTL" => "10"}) do |application|
        browser = application.browser.tap(&.body("/store?name=theme&value=dark"))
        sleep 1200.milliseconds
        other = application.browser.tap(&.cookies=(browser.cookies.dup))
        in_flight(application, browser, "/slow/whoami") { other.body("/become?user=1") }
        expect browser.cookie == other.cookie, false
        expect Time.utc < browser.expires["_session"] < 9.seconds.from_now, true, "the old cookie is renewed"
        expect other.body("/whoami"), "1"
      end
    end

    check "a slow request that only reads the session does not undo a logout" do
      logged_out_in_flight
    end

    check "nor one whose session gets another id by the logout" do
      logged_out_in_flight({"REGENERATE_ID" => "true"})
      expect backend.sessions.size, 1, "sessions"
    end

    check "nor does it bring back a session that has expired meanwhile" do
      application({"TTL" => "10"}) do |application|
        browser = logged_in(application)
        sleep 1200.milliseconds
        in_flight(application, browser, "/slow/whoami") { backend.expire_all }
        expect browser.body("/whoami"), "nobody"
      end
    end

    check "a session whose data says that it has expired lives as long as its store says" do
      application(RENEWAL) do |application|
        browser = logged_in(application)
        backend.claim_expiry(Time.utc(2001, 1, 1))
        expect browser.get("/whoami").headers["Set-Cookie"]?, nil, "cookie"
        expect (90..100).covers?(browser.body("/seconds_left").to_i), true, "seconds left for the shard"
        browser.body("/store?name=theme&value=dark")
        expect (90..100).covers?(backend.seconds_left), true, "seconds left"
      end
    end

    check "a session whose data says that it lives ends when its store says" do
      application(RENEWAL) do |application|
        browser = logged_in(application)
        backend.claim_expiry(Time.utc + 95.seconds)
        backend.expire_in(50.seconds)
        expect (40..50).covers?(browser.body("/seconds_left").to_i), true, "seconds left for the shard"
        expect (90..100).covers?(backend.seconds_left), true, "seconds left after the renewal"
        backend.expire_all
        expect browser.body("/whoami"), "nobody"
      end
    end
  end

  private def logged_out_in_flight(settings = {} of String => String) : Nil
    application({"TTL" => "10"}.merge(settings)) do |application|
      browser = logged_in(application)
      sleep 1200.milliseconds
      other = application.browser.tap(&.cookies=(browser.cookies.dup))
      in_flight(application, browser, "/slow/whoami") { other.body("/logout") }
      expect other.body("/whoami"), "nobody"
      expect browser.body("/whoami"), "nobody"
    end
  end
end
