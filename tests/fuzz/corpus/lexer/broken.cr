a = "ÿþ"
b = 1
"open #{ {