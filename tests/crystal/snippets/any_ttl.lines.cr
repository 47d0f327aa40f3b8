# Short-lived for sensitive apps (banking)
config.ttl = 15.minutes

# Standard web apps
config.ttl = 1.day

# Remember me functionality
config.ttl = 30.days
