# Ensure cookies are set correctly
config.secure = false  # For development (HTTP)
config.http_only = true
