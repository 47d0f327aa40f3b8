config.ttl = 24.hours  # Instead of default
