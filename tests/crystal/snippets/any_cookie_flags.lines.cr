config.secure = true      # HTTPS only
config.http_only = true   # No JavaScript access
config.same_site = :strict  # CSRF protection
