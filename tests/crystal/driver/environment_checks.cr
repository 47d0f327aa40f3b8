class Suite
  # The document's environment-specific configuration, with two different stores.
  def environment_checks : Nil
    check "production keeps sessions in Redis, under the application's prefix" do
      application({"AZU_ENV" => "production", "APP_NAME" => "sample"}) do |application|
        browser = logged_in(application)
        expect browser.body("/whoami"), "42"
        expect backend.sessions.keys, [browser.cookie.partition('.').first]
      end
    end

    check "test keeps them in memory" do
      application({"AZU_ENV" => "test"}) do |application|
        expect logged_in(application).body("/whoami"), "42"
        expect backend.sessions.size, 0, "sessions in Redis"
      end
    end

    check "in memory, 200 concurrent keep-alive connections never mix" do
      application({"AZU_ENV" => "test"}) { |application| crowd(application) }
    end

    check "in memory, a slow request that only reads the session does not undo a logout" do
      logged_out_in_flight({"AZU_ENV" => "test"})
    end

    concurrency_checks({"AZU_ENV" => "test"})

    check "in memory, an id that was changed or has expired is dead" do
      application({"AZU_ENV" => "test", "TTL" => "1", "CLEANUP_INTERVAL" => "100"}) do |application|
        browser = logged_in(application)
        old = browser.cookie
        browser.body("/login?user=42")
        expect browser.body("/whoami"), "42"
        changed = application.browser.tap { |visitor| visitor.cookie = old }
        expect changed.body("/whoami"), "nobody"
        sleep 1100.milliseconds
        expect browser.body("/whoami"), "nobody"
      end
    end
  end
end
