# Verify initializer is loaded
pp Session.configuration
