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

    check "another secret logs everybody out" do
      application do |application|
        browser = logged_in(application)
        Application.run(@program, env({"SESSION_SECRET" => "another secret"})) do |rotated|
          later = rotated.browser
          later.cookies = browser.cookies
          expect later.body("/whoami"), "nobody"
        end
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

    check "the shard's delete ends the session" do
      application do |application|
        browser = logged_in(application)
        browser.body("/shard/delete")
        expect browser.body("/whoami"), "nobody"
        expect backend.sessions.size, 0, "sessions"
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
