class Suite
  def redis_checks : Nil
    check "a key is the prefix and the id, and expires by itself" do
      application do |application|
        browser = logged_in(application)
        expect backend.sessions.keys, [browser.cookie.partition('.').first]
        expect (3590..3600).covers?(backend.as(RedisBackend).seconds_left), true, "seconds left"
      end
    end
  end
end
