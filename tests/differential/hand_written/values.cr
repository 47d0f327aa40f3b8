# --- a float prints its fraction
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "v#{1.0}-#{2.50}-#{1e20}:") }
# --- a division of integers is a float
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "d#{7 / 2}-#{7 // 2}-#{-7 // 2}-#{-7 % 3}:") }
# --- to_i takes no blanks and signs as Crystal does
SHARD = (ENV["SHARD"]? || "1").to_i? || -1
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s#{SHARD}:") }
# --- to_i of odd texts
values = ["12", " 12", "12 ", "+3", "-4", "1_000", "0x1f", "", "7a"].map { |text| (text.to_i? || "n").to_s }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: values.join(",") + ":") }
# --- to_i with options
a = "1_000".to_i(underscore: true)
b = "7a".to_i(strict: false)
d = "ff".to_i(16)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}.#{b}.#{d}:") }
# --- an overflow stops the program
number = (ENV["NUMBER"]? || "1").to_i? || 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "n#{number + 1}:") }
# --- wrapping addition
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "w#{Int32::MAX &+ 1}:") }
# --- a character is no string
kind = 'a' == "a" ? "same" : "other"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kind + ":") }
# --- a character in a case
text = ENV["MODE"]? || "b"
pre = case text[0]?
      when 'b' then "char:"
      when "b" then "string:"
      else          "none:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- symbols and strings are different keys
options = {:prefix => "symbol:", "prefix" => "string:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"] + options[:prefix]) }
# --- a symbol is no string
kind = :redis == "redis" ? "same" : "other"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kind + ":") }
# --- the last of duplicate keys wins
options = {"prefix" => "first:", "prefix" => "last:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"] + options.size.to_s) }
# --- join with a block
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: %w(a b).join("-") { |part| part.upcase } + ":") }
# --- strip with a block
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "xxaxx".strip { |c| c == 'x' } + ":") }
# --- strip with a character
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "--a--".strip('-') + "::".lstrip(":") + "b:".rstrip("b:") + ":") }
# --- Unicode in downcase
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "ÀÉÏ Straße ΑΒΓΣ".downcase + ":") }
# --- Unicode in upcase
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["TENANT"]? || "straße ﬁ").upcase + ":") }
# --- Unicode in strip
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "\u00a0\u2003x\u3000".strip + ":") }
# --- Unicode in blank?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ("\u2003\u00a0".blank? ? "blank" : "text") + ":") }
# --- Unicode in size and index
text = "añb€c"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text.size}-#{text.bytesize}-#{text[1]}-#{text[3..]}-#{text.index('€')}:") }
# --- Unicode in capitalize and reverse
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "éa".capitalize + "añb".reverse + ":") }
# --- nil prints nothing
value = ENV["UNSET"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a#{value}b#{value.inspect}:") }
# --- the truth of 0 and of an empty text
pre = 0 ? "zero" : "no"
pre += ENV["APP_NAME"]? ? "set" : "unset"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a big number literal
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{3_000_000_000}-#{0xff}-#{0b101}-#{0o17}-#{1_u8}:") }
# --- a multiplication that overflows
shards = 100_000
pre = begin
  (shards * shards).to_s
rescue OverflowError
  "over"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- rounding
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{2.5.round}-#{3.7.to_i}-#{-3.7.to_i}-#{2.345.round(2)}-#{10.0.floor}:") }
# --- comparison of texts
pre = "b" > "a" && "B" < "a" ? "bytes" : "other"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- the spaceship
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{1 <=> 2}#{"b" <=> "a"}#{3 <=> 3}:") }
# --- escapes
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a\tb\u00e9\x41\101\e[" + 'q'.to_s + %q(\n#{x}) + ":") }
# --- nested interpolation
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a#{"b#{"c"}"}:") }
# --- arithmetic with precedence
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{2 + 3 * 4 - 10 // 3 ** 2}:") }
# --- bits
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{6 & 3}-#{6 | 1}-#{6 ^ 3}-#{1 << 4}-#{-8 >> 1}-#{~5}:") }
# --- a time span as a number
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "t#{90.minutes.total_seconds.to_i}-#{1.day.total_hours}:") }
# --- booleans print as words
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ENV["FLAG"]? == "true"}-#{!false}:") }
# --- to_f and its texts
values = ["3.70", "1e3", " 2.5 ", "x", ".5", "5."].map { |text| text.to_f?.to_s }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: values.join(",") + ":") }
# --- inspect and dump
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"a\n\"".inspect}#{'c'.inspect}#{:s.inspect}#{[1, "x"]}#{ {a: 1} }:") }
# --- a negative number to text
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{-5.abs}-#{(-5).abs}-#{5.to_s.rjust(3, '0')}-#{255.to_s(2)}:") }
# --- min and max and clamp
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[3, 1, 2].max}#{[3, 1, 2].min}#{15.clamp(1, 10)}#{ {4, 9}.max }:") }
# --- characters and their numbers
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{'a'.ord}-#{98.chr}-#{'a'.succ}-#{'A'.downcase}-#{'5'.to_i}-#{'x'.ascii_letter?}:") }
# --- numbers from text
shard = begin
  Int32.new(ENV["SHARD"]? || "2")
rescue ArgumentError
  -1
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s#{Math.max(shard, 1)}#{Int64.new("5")}:") }
# --- a checksum that wraps
checksum = 0_u32
(ENV["TENANT"]? || "acme").each_byte { |c| checksum = checksum &* 31_u32 &+ c }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{checksum % 4}", prefix: "c#{checksum}:") }
# --- powers are evaluated from the right
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{2 ** 3 ** 2}:") }
# --- a division that is assigned, and wrapping ones
x = 7
x //= 2
y = 2147483647
y &+= x // 3
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{x}#{y}#{2 &** 3}:") }
# --- large floats are written with an exponent
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{1e14} #{1e15}:") }
# --- the first of several targets takes the rest
*a, b = {7, 8, 9}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}#{b}:") }
# --- several values are returned, and broken with
def two
  return 1, "b"
end

a, b = two
c = [1, 2].each { |x| break x, "d" }
Session.configure { |s| s.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}#{b}#{c}:") }
# --- what is compared twice is evaluated once
n = 0
holds = 0 < (n += 1) < 5
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{n}#{holds}:") }
# --- comparisons that follow each other, also for equality
one = ENV["NUMBER"]?.try(&.to_i?) || 1
pre = "#{one == 1 == true}:#{(one == 1) == true}:#{one != 2 != 3}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- elements of another width
list = [2147483647] of Int64
pre = begin
  "p#{list[0] + 1}:"
rescue
  "over:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- declared byte overflows
count : UInt8 = 255
pre = begin
  count += 1
  "p#{count}:"
rescue OverflowError
  "over:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- float parameter given an integer
def rate(x : Float64)
  "#{x}:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: rate(1)) }
# --- float property set to an integer
class Rates2
  property rate : Float64 = 2.5
end
r = Rates2.new
r.rate = 3
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{r.rate}:") }
# --- float record
record Rate4, x : Float64, y : Int64 = 3
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Rate4.new(4).x}:") }
# --- float hash
h = {"a" => 1} of String => Float64
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{h["a"]}:") }
# --- not a number compares
x = 0.0 / 0.0
pre = x <= 1 ? "less:" : "more:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- not a number to integer
x = 0.0 / 0.0
pre = begin
  "p#{x.to_i}:"
rescue OverflowError
  "over:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- split limit zero
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a,b".split(',', 0).join("-") + ":") }
# --- split of blanks, limit one
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "  a b".split(1).join("-") + ":") }
# --- split of nothing by nothing
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"".split("").size}:") }
# --- large unsigned
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "18446744073709551615".to_u64? ? "big:" : "nil:") }
# --- least 64 bits
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "-9223372036854775808".to_i64? ? "big:" : "nil:") }
# --- float with two signs
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "+-1".to_f? ? "num:" : "nil:") }
# --- sum of bytes
pre = begin
  "p#{[200_u8, 100_u8].sum}:"
rescue OverflowError
  "over:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- sum of no floats
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{([] of Float64).sum}:") }
# --- list of floats
l = [] of Float64
l << 1
a = l.first
b = Array(Float64).new(1, 4)
d = Array(Float64).new
d.push 5
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[a, b[0], d[0]].join("-")}:") }
# --- record copied with
record R3, x : Float64
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{R3.new(1).copy_with(x: 4).x}:") }
# --- an array of floats by its literal
l = [1.5, 2.5]
l << 3
l[0] = 4
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{l.join(",")}:") }
# --- a hash of long ones by its literal
h = {"a" => 1_i64}
h["b"] = 2147483647
x = begin
  (h["b"] + 1).to_s
rescue OverflowError
  "over"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{x}:") }
# --- field of floats by its default
class K37
  property x = 1.5
end
k = K37.new
k.x = 2
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{k.x.to_s}:") }
# --- class variable of floats by its default
class K38
  class_property x = 1.5
end
K38.x = 2
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K38.x.to_s}:") }
# --- class variable of floats, set twice
class K138
  class_property x = 1.5
end
2.times { K138.x = 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K138.x.to_s}:") }
# --- a class property is a float by what is assigned elsewhere
class K139
  class_property x

  def self.other
    @@x = 1.5
  end
end
K139.x = 2
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K139.x.to_s}:") }
# --- a field is a float by what is assigned elsewhere
class K140
  getter x

  def initialize(@x)
  end

  def other
    @x = 1.5
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K140.new(2).x.to_s}:") }
# --- a symbol becomes the member that a property begins with
enum Color141
  Red
  Blue
end

class K141
  class_property x = Color141::Red
end
K141.x = :blue
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K141.x.to_s}:") }
# --- replace in a list of floats
l = Array.new(2, 0.0)
l[0] = 1
l.fill(3)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{l.join(",")}:") }
# --- to_i with a prefix
values = ["42", " 7", "0x1f", "1_000", "abc", "3.9", "-5", "+8"]
parsed = values.map { |v| v.to_i? || -1 }
wide = "1_000".to_i(underscore: true)
hex = "1f".to_i(16)
prefixed = "0x1f".to_i(prefix: true)
loose = "12abc".to_i(strict: false)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{parsed.join(",")}|#{wide}|#{hex}|#{prefixed}|#{loose}:") }
# --- same and object identity
a = [1]
b = a
c1 = [1]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a.same?(b)}#{a.same?(c1)}#{a == c1}:") }
# --- responds to and is a
value = ENV["NUMBER"]?.try(&.to_i?)
text = value.is_a?(Int32) ? "int" : "nil"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}#{value.nil?}#{"x".responds_to?(:size)}#{value.class}:") }
# --- spans of time count nanoseconds
x = 0.1.seconds + 0.2.seconds
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (x == 0.3.seconds ? "same" : "other").to_s) }
# --- a span of time is divided
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ((10.seconds / 3).total_seconds).to_s) }
# --- spans of a float
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (1.5.nanoseconds.total_seconds).to_s) }
# --- spans of time are written
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{1.5.hours}|#{90.seconds}|#{(2.days + 3.hours).to_s}|#{(-90).seconds}|#{0.25.seconds}|#{(1.second / 3)}|#{1.5.days.total_hours}").to_s) }
# --- times counts in the width of its number
k = 0
3_u8.times { |i| k = i &* 200 }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (k).to_s) }
# --- loops count in the width of their numbers
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{3_u8.times.map(&.class).to_a}#{(1_i64..2_i64).to_a.map(&.class)}#{1_u8.upto(2_u8).to_a.map(&.class)}#{2_i16.downto(1_i16).to_a.map(&.class)}").to_s) }
# --- a loop up to the last number there is
s = ""
250_u8.upto(255_u8) { |i| s += i.to_s }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- steps of a float from an integer
s = ""
1.step(to: 2, by: 0.5) { |i| s += i.to_s }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- an integer divided by a float without a rest
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (7 // 2.0).to_s) }
# --- a float that is too large by a fraction
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (255.9.to_u8).to_s) }
# --- the sum of a range overflows earlier than its numbers
x = begin
  (100_u8..103_u8).sum.to_s
rescue OverflowError
  "over"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (x).to_s) }
# --- the size of a range overflows
r = begin
  (0_u8..255_u8).size.to_s
rescue OverflowError
  "over"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (r).to_s) }
# --- powers of floats by integers
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{1.1 ** 10}|#{1.1 ** 20}|#{0.1 ** 3}|#{2.5 ** -2}|#{1.01 ** 365}").to_s) }
# --- numbers wrap in their width
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{200_u8 &+ 100_u8}|#{0_u8 &- 1_u8}|#{100_i8 &+ 100_i8}|#{20_i8 &* 20_i8}|#{30000_i16 &+ 30000_i16}").to_s) }
# --- a variable keeps its type
x : Float64 = 1
x = 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (x).to_s) }
# --- a variable is declared before it is given something
x : Float64
x = 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (x).to_s) }
# --- an assignment gives what a literal has become
x : Float64 = 0
y = (x = 3)
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{x}#{y}").to_s) }
# --- what a string is made of is evaluated before it is written
a = [1]
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{a}#{a << 2}#{a.size}").to_s) }
# --- fewer than none
r = begin
  [1].first(-1).to_s
rescue ArgumentError
  "arg"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (r).to_s) }
# --- limits without an end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{5.clamp(..3)}#{5.clamp(7..)}#{5.clamp(nil, 3)}#{5.clamp(1..10)}").to_s) }
# --- the rest of a float
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{7.5 % 2}|#{-7.5 % 2}|#{0.3 % 0.1}").to_s) }
# --- shifts push bits out
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{1 << 31}#{1_i8 << 7}#{255_u8 << 4}#{1_i64 << 40}:") }
# --- all bits of a small integer are pushed out
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{-1_i8 >> 20}:") }
# --- the rest of an unsigned integer by a negative one
rest = begin
  5_u8 % -3
rescue OverflowError
  "over"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{rest}:") }
