{% if flag?(:release) %}
  Session.configure { |config| config.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:") }
{% else %}
  Session.configure { |config| config.store = MemoryStore.new }
{% end %}
