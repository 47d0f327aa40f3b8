class Settings
end

Session.configure { |c| c.store = RedisStore.new(prefix: Settings.new.responds_to? ? "a:" : "b:") }
