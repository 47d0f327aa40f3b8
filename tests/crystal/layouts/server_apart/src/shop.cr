# A program of its own.
puts "shop"
