class Suite
  def redis_checks : Nil
    check "a key is the prefix and the id, and expires by itself" do
      application do |application|
        browser = logged_in(application)
        expect backend.sessions.keys, [browser.cookie.partition('.').first]
        expect (3590..3600).covers?(backend.seconds_left), true, "seconds left"
      end
    end

    check "a key without an expiry gets one at the next visit" do
      application do |application|
        browser = logged_in(application)
        backend.as(RedisBackend).never_expire
        expect browser.body("/whoami"), "42"
        expect (3590..3600).covers?(backend.seconds_left), true, "seconds left"
      end
    end
  end
end
