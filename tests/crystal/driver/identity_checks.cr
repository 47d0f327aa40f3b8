class Suite
  def identity_checks : Nil
    check "an unsigned id is never adopted" do
      application { |application| refused(application, &.partition('.').first) }
    end

    check "a tampered signature is never adopted" do
      application { |application| refused(application) { |cookie| cookie.sub(/.$/) { |last| last == "0" ? "1" : "0" } } }
    end

    check "a signature of another id is never adopted" do
      application do |application|
        other = logged_in(application, 7).cookie
        refused(application) { |cookie| "#{other.partition('.').first}.#{cookie.partition('.').last}" }
      end
    end

    check "an id that the store does not know starts a new session under a new id" do
      application do |application|
        browser = logged_in(application)
        old = browser.cookie
        backend.delete_all
        expect browser.body("/whoami"), "nobody"
        browser.body("/become?user=42")
        expect browser.cookie == old, false, "the old id is used"
      end
    end

    check "an expired session is not used" do
      application do |application|
        browser = logged_in(application)
        backend.expire_all
        expect browser.body("/whoami"), "nobody"
      end
    end

    check "an empty secret is refused at boot, with what to do" do
      refusal = Application.refusal(@program, env({"SESSION_SECRET" => ""}))
      expect refusal.includes?("SESSION_SECRET"), true, refusal
      expect refusal.includes?("openssl rand -hex 32"), true, refusal
    end

    check "a login gives a new id, and the old one is dead" do
      application { |application| rotated(application, "/become?user=42") }
    end

    check "regenerate_id gives a new id, keeps the data, and the old id is dead" do
      application { |application| rotated(application, "/login?user=42") }
    end

    check "the shard's regenerate_id does the same" do
      application { |application| rotated(application, "/shard/regenerate") }
    end

    check "another user gives a new id, so that a session planted on its visitor is not his" do
      application do |application|
        planted = logged_in(application, 1)
        victim = application.browser.tap(&.cookies=(planted.cookies.dup))
        victim.body("/become?user=2")
        expect victim.body("/whoami"), "2"
        expect planted.body("/whoami"), "nobody"
      end
    end

    check "a session that ends in the request that changes its id is gone under both" do
      application do |application|
        browser = logged_in(application)
        presented = browser.cookie
        browser.body("/replaced")
        expect backend.sessions.size, 0, "sessions"
        expect application.browser.tap { |visitor| visitor.cookie = presented }.body("/whoami"), "nobody"
      end
    end

    {"session.destroy" => "/destroy", "the shard's delete" => "/shard/delete"}.each do |name, path|
      check "#{name} logs out: in the request, in the store, and the cookie" do
        application do |application|
          browser = logged_in(application)
          presented = browser.cookie
          response = browser.get(path)
          expect response.body, path == "/destroy" ? "nobody" : ""
          expect backend.sessions.size, 0, "sessions"
          cookie = response.cookies.first
          expect cookie.value, ""
          expect cookie.expires.not_nil! < Time.utc, true, "the cookie expires"
          expect browser.body("/whoami"), "nobody"
          expect application.browser.tap { |visitor| visitor.cookie = presented }.body("/whoami"), "nobody"
          expect application.browser.get(path).headers["Set-Cookie"]?, nil, "cookie of one who was not logged in"
        end
      end
    end
  end

  private def refused(application, & : String -> String) : Nil
    browser = logged_in(application)
    browser.cookie = yield browser.cookie
    presented = browser.cookie
    expect browser.body("/whoami"), "nobody"
    browser.body("/store?name=theme&value=dark")
    expect browser.cookie == presented, false, "the id is adopted"
  end

  private def rotated(application, path) : Nil
    browser = application.browser
    browser.body("/store?name=theme&value=dark")
    old = browser.cookie
    browser.body(path)
    expect browser.cookie == old, false, "the old id is kept"
    expect browser.body("/stored?name=theme"), "dark"
    expect backend.sessions.size, 1, "sessions"
    browser.cookie = old
    expect browser.body("/stored?name=theme"), ""
  end
end
