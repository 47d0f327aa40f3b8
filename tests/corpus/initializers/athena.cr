ATH::Session.register store: "redis"
