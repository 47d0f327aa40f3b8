class Suite
  SECRETS = {"SESSION_SECRET" => "another secret", "SESSION_SECRET_PREVIOUS" => ", #{Application::SECRET}"}

  def secret_checks : Nil
    check "another secret logs everybody out" do
      application do |application|
        with_secrets(logged_in(application), SECRETS.reject("SESSION_SECRET_PREVIOUS")) do |later|
          expect later.body("/whoami"), "nobody"
        end
      end
    end

    check "a previous secret keeps everybody logged in, and is not needed after the next visit" do
      rotated({} of String => String)
    end

    check "data that no secret decrypts is no session" do
      application do |application|
        with_secrets(logged_in(application), SECRETS.merge({"ENCRYPT_DATA" => "true"})) do |later|
          expect later.body("/"), "hello"
          expect later.body("/whoami"), "nobody"
        end
      end
    end

    check "so it does where data is encrypted" do
      rotated({"ENCRYPT_DATA" => "true"})
    end
  end

  private def rotated(settings) : Nil
    application(settings) do |application|
      browser = logged_in(application)
      data = backend.sessions
      with_secrets(browser, settings.merge(SECRETS)) do |later|
        expect later.body("/"), "hello"
        expect later.cookie == browser.cookie, false, "the cookie is the same"
        expect backend.sessions == data, settings.empty?, "the data is the same"
        expect later.get("/whoami").headers["Set-Cookie"]?, nil, "a second cookie"
        expect later.body("/whoami"), "42"
        with_secrets(later, settings.merge({"SESSION_SECRET" => "another secret"})) do |last|
          expect last.body("/whoami"), "42"
        end
      end
    end
  end

  # The same visitor, of an application with other secrets.
  private def with_secrets(browser, settings, &) : Nil
    Application.run(@program, env(settings)) do |application|
      yield application.browser.tap(&.cookies=(browser.cookies.dup))
    end
  end
end
