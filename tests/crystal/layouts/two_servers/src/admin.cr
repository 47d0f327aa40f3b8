require "./shop"

Shop.start Shop.handlers
