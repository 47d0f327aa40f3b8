class Suite
  def setting_checks : Nil
    check "cookies are sent to every path, HttpOnly, SameSite=Lax and not Secure by default" do
      expect sent_cookie({} of String => String), "_session /, http only, Lax"
    end

    check "cookies are Secure by default where AZU_ENV or CRYSTAL_ENV is production" do
      expect sent_cookie({"AZU_ENV" => "production"}), "_session /, secure, http only, Lax"
      expect sent_cookie({"CRYSTAL_ENV" => "production"}), "_session /, secure, http only, Lax"
      expect sent_cookie({"CRYSTAL_ENV" => "development"}), "_session /, http only, Lax"
    end

    check "secure, http_only and same_site take effect" do
      expect sent_cookie({"SECURE" => "true", "HTTP_ONLY" => "false", "SAME_SITE" => "strict"}), "_session /, secure, Strict"
      expect sent_cookie({"SECURE" => "false", "AZU_ENV" => "production"}), "_session /, http only, Lax"
    end

    check "cookie_name takes effect" do
      expect sent_cookie({"COOKIE_NAME" => "sample_session"}), "sample_session /, http only, Lax"
    end

    check "ttl takes effect on the cookie and in the store" do
      application({"TTL" => "100"}) do |application|
        expires = application.browser.get("/become?user=1").cookies.first.expires.not_nil!
        expect (90..100).covers?((expires - Time.utc).total_seconds), true, "expires #{expires}"
      end
      application({"TTL" => "1"}) do |application|
        browser = logged_in(application)
        eventually("the session expires", 5.seconds) { application.browser.tap(&.cookies=(browser.cookies)).body("/whoami") == "nobody" || sleep(1200.milliseconds) }
      end
    end

    check "a session in use is renewed" do
      application({"TTL" => "2"}) do |application|
        browser = logged_in(application)
        renewed = Time.utc + 4.seconds
        until Time.utc > renewed
          expect browser.body("/whoami"), "42"
          sleep 100.milliseconds
        end
      end
    end

    check "rotate_on_login can be switched off" do
      expect ids_of_changes({"ROTATE_ON_LOGIN" => "false"}), [true, true, true]
    end

    check "rotate_on_login changes the id when a user or another one logs in" do
      expect ids_of_changes({} of String => String), [false, false, true]
    end

    check "regenerate_id changes the id when he logs out, too" do
      expect ids_of_changes({"REGENERATE_ID" => "true"}), [false, false, false]
    end

    check "encrypt_data hides the data, and the session works" do
      application({"ENCRYPT_DATA" => "true"}) do |application|
        browser = application.browser
        browser.body("/store?name=theme&value=confidential")
        expect browser.body("/stored?name=theme"), "confidential"
        expect backend.data_of(browser).as_h.keys, ["encrypted"]
        expect backend.sessions.values.first.includes?("confidential"), false, "readable"
      end
    end

    check "the shard's callbacks are called" do
      application do |application|
        browser = logged_in(application)
        browser.body("/whoami")
        browser.body("/login?user=8")
        browser.body("/destroy")
        called = Hash(String, Int32).from_json(browser.body("/callbacks"))
        expect called, {"started" => 1, "client" => 3, "loaded" => 3, "regenerated" => 1, "deleted" => 1}
      end
    end

    check "Session.configuration shows the settings, and neither secret nor URL" do
      application do |application|
        shown = application.browser.body("/configuration")
        expect shown.includes?("same_site: Lax"), true, shown
        expect shown.includes?(Application::SECRET), false, shown
        expect shown.includes?("://"), false, shown
      end
    end
  end

  private def sent_cookie(settings) : String
    application(settings) do |application|
      cookie = application.browser.get("/become?user=1").cookies.first
      attributes = ["#{cookie.name} #{cookie.path}"]
      attributes << "secure" if cookie.secure
      attributes << "http only" if cookie.http_only
      attributes << cookie.samesite.to_s
      return attributes.join(", ")
    end
  end

  # Whether the id stays the same at a login, a change of user, a logout.
  private def ids_of_changes(settings) : Array(Bool)
    application(settings) do |application|
      browser = application.browser
      browser.body("/store?name=theme&value=dark")
      return ["/become?user=1", "/become?user=2", "/logout"].map do |path|
        old = browser.cookie
        browser.body(path)
        browser.cookie == old
      end
    end
  end
end
