<<-A + <<-B + <<-'C'
 x#{<<-D}
 d
 D
 A
 b
 B
 #{c}
 C
foo