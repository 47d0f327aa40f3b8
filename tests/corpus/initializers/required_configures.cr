require "./session/*"
