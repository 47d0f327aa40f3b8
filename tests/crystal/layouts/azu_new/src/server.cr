require "./shop"

# Add Handlers to your App Server
Shop.start Shop.handlers
