require "./shop"

puts "working"
