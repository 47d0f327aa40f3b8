# --- Hash#fetch with a default
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {"production" => "p:", "test" => "t:"}.fetch(ENV["AZU_ENV"]? || "", "d:")) }
# --- Hash#fetch with a block
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {"production" => "p:"}.fetch(ENV["AZU_ENV"]? || "none") { |key| "#{key}:" }) }
# --- a key that is not there stops the program
PREFIXES = {"production" => "p:", "test" => "t:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: PREFIXES[ENV["AZU_ENV"]? || "none"]) }
# --- []? of a hash
PREFIXES = {"production" => "p:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: PREFIXES[ENV["AZU_ENV"]? || "none"]? || "default:") }
# --- has_key? and has_value?
options = {"a" => "1"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{options.has_key?("a")}#{options.has_key?("b")}#{options.has_value?("1")}:") }
# --- keys and values
options = {"b" => "1", "a" => "2"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.keys.join + options.values.join + options.size.to_s + ":") }
# --- merge with a block
a = {"x" => "1", "y" => "2"}
b = {"y" => "3"}
merged = a.merge(b) { |key, old, new| "#{key}#{old}#{new}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: merged.values.join("-") + ":") }
# --- select and reject of a hash
options = {"a" => 1, "b" => 2, "c" => 3}
big = options.select { |_, value| value > 1 }
small = options.reject("c")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: big.keys.join + small.keys.join + ":") }
# --- first_key and key_for
options = {"a" => "x", "b" => "y"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{options.first_key}#{options.key_for("y")}#{options.key_for?("z").inspect}:") }
# --- dig
config = {"session" => {"redis" => {"prefix" => "dug:"}}}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: config.dig("session", "redis", "prefix")) }
# --- invert and to_a
options = {"a" => "x"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.invert["x"] + options.to_a.first[1] + ":") }
# --- a named tuple
SETTINGS = {prefix: "named:", url: "redis://n/2"}
Session.configure { |c| c.store = RedisStore.new(url: SETTINGS[:url], prefix: SETTINGS[:prefix]) }
# --- a named tuple by a string
SETTINGS = {production: "p:", test: "t:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SETTINGS[ENV["AZU_ENV"]? || "none"]? || "else:") }
# --- a named tuple's keys
SETTINGS = {a: 1, b: "x"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{SETTINGS.keys}#{SETTINGS.values}#{SETTINGS.size}:") }
# --- a named tuple is merged
a = {prefix: "a:", url: "redis://h/1"}
b = a.merge(prefix: "b:")
Session.configure { |c| c.store = RedisStore.new(url: b[:url], prefix: a[:prefix] + b[:prefix]) }
# --- a named tuple from a method
def options_for(environment)
  environment == "production" ? {url: "redis://p/1", prefix: "p:"} : {url: "redis://d/2", prefix: "d:"}
end

Session.configure { |c| c.store = RedisStore.new(**options_for(ENV["AZU_ENV"]?)) }
# --- first and last of an array
list = %w(a b c)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.first + list.last + list.first(2).join + list.last(2).join + ":") }
# --- elements by index
list = %w(a b c)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list[0]}#{list[-1]}#{list[5]?.inspect}#{list[1..]}#{list[0, 2]}:") }
# --- compact
list = [ENV["PREFIX"]?, ENV["TENANT"]?, "end"].compact
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join(":") + ":") }
# --- map and select
list = (ENV["LIST"]? || "x:1,y:2").split(",").map { |pair| pair.split(":").first }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.select { |x| x.size > 0 }.join + ":") }
# --- find
names = {"ENV_A" => "PREFIX", "ENV_B" => "TENANT"}
found = names.values.find { |name| ENV[name]? }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{found || "none"}:") }
# --- any? and all? and none?
list = [1, 2, 3]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.any? { |x| x > 2 }}#{list.all?(&.odd?)}#{list.none?(&.zero?)}#{[] of Int32 == list}:") }
# --- any? with a pattern
list = ["prod", "x"]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.any?("x")}#{list.any?(/^p/)}#{list.includes?("prod")}:") }
# --- reduce and sum
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[1, 2, 3].reduce { |a, b| a * b }}#{[1, 2].sum}#{%w(a bb).sum(&.size)}#{%w(a b).reduce("z") { |a, b| b + a }}:") }
# --- zip and each_slice
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{%w(a b).zip([1, 2]).map { |x, y| "#{x}#{y}" }.join}#{(1..5).each_slice(2).to_a.size}:") }
# --- sort and sort_by and min_by
list = %w(ccc a bb)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.sort.join + list.sort_by(&.size).join + list.min_by(&.size) + list.sort { |a, b| b <=> a }.join + ":") }
# --- group_by and partition and tally
list = %w(a bb cc d)
short, long = list.partition { |x| x.size < 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{short.join}#{long.join}#{list.group_by(&.size).keys}#{%w(a a b).tally}:") }
# --- uniq and flatten
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: [["a", "b"], ["a"]].flatten.uniq.join + (%w(a b) & %w(b c)).join + (%w(a b) | %w(b c)).join + (%w(a b) - %w(b)).join + ":") }
# --- index and count
list = %w(a b a)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.index("b")}#{list.count("a")}#{list.index("z").inspect}#{list.rindex("a")}:") }
# --- each_with_index and each_with_object
pre = ""
%w(a b).each_with_index(1) { |x, i| pre += "#{i}#{x}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + %w(a b).map_with_index { |x, i| x * (i + 1) }.join + ":") }
# --- ranges
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{(1..3).to_a.join}#{(1...3).sum}#{(1..10).includes?(10)}#{(1...10).includes?(10)}#{('a'..'d').to_a.join}:") }
# --- a range covers
shard = (ENV["SHARD"]? || "5").to_i? || 0
pre = case shard
      when 0        then "zero:"
      when 1..4     then "low:"
      when 5...100  then "mid:"
      when .negative? then "neg:"
      else               "high:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- comparison chains
n = (ENV["SHARD"]? || "3").to_i? || 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{1 < n <= 7}#{n == 3}#{n != 3}:") }
# --- a tuple
pair = {"left", 2}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pair[0]}#{pair[1] + 1}#{pair.size}#{pair.first}#{pair.last}:") }
# --- destructuring
a, b = "x", "y"
a, b = b, a
first, *rest = %w(p q r)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}#{b}#{first}#{rest.join}:") }
# --- destructuring in a block
pre = ""
[{"a", {1, 2}}, {"b", {3, 4}}].each { |name, (x, y)| pre += "#{name}#{x + y}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a method that gives two values
def settings
  {ENV["APP_NAME"]? || "app", 2}
end

name, shard = settings
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{shard}", prefix: name + ":") }
# --- a set
seen = Set{"a", "b"}
seen << "a"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{seen.size}#{seen.includes?("b")}:") }
# --- each_cons and in_groups
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{%w(a b c).each_cons(2).map(&.join).to_a.join("|")}#{%w(a b c).rotate.join}#{%w(a b c).reverse.join}:") }
# --- take_while and skip
list = %w(a b ccc d)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.take_while { |x| x.size == 1 }.join + list.skip(2).join + list.skip_while(&.size.==(1)).join + ":") }
# --- flat_map and compact_map
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: %w(a b).flat_map { |x| [x, x] }.join + ["a", ""].compact_map(&.presence).join + ":") }
# --- to_h
pairs = (ENV["LIST"]? || "a:1,b:2").split(",").select(&.includes?(":")).map { |pair| {pair.split(":")[0], pair.split(":")[1]} }.to_h
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pairs.map { |k, v| "#{k}=#{v}" }.join("&") + ":") }
# --- an array of arrays
rows = [%w(production p:), %w(test t:)]
row = rows.find { |r| r[0] == ENV["AZU_ENV"]? }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: row ? row[1] : "d:") }
# --- lazy iterators
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (1..Int32::MAX).each.select(&.even?).map { |x| x * x }.first(3).join(",") + ":") }
# --- an array with a default element
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Array.new(3) { |i| i * i }.join + Array(String).new(2, "z").join + ":") }
# --- equality of collections
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[1, 2] == [1, 2]}#{ {"a" => 1} == {"a" => 1} }#{ {1, "a"} == {1, "a"} }#{%w(a b) <=> %w(a c)}:") }
# --- explicit operator calls
list = %w(a b c)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.try(&.[](1))}#{list.[]?(7).inspect}#{1.+(2)}:") }
# --- explicit assignments by index
list = %w(a b)
list.[]=(0, "x")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.join}#{list.[0]?}:") }
# --- zip three
a = %w(a b c)
b = [1, 2, 3]
d = %w(x y z)
text = a.zip(b, d).map { |x, n, y| "#{x}#{n}#{y}" }.join("-")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- zip with a block
text = String.build do |io|
  %w(a b).zip([1, 2]) { |name, number| io << name << number }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- a named tuple's key is quoted where it has to be
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ {"b c": 2} }:") }
# --- lists of unknown contents are not compared
lost = [2]
File.each_line("/etc/hostname") { |l| lost << 0 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ([1] <=> lost).to_s + ":") }
# --- keys that cannot be told apart
class Key
  def initialize(@text : String)
  end
  def_equals_and_hash @text
end

x = {Key.new("a") => 1} == {Key.new("a") => 1}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{x}:") }
# --- sets and URIs are equal by what they hold
pre = "#{Set{1, 2} == Set{2, 1}}:#{[Set{1}, Set{1}].uniq.size}:#{URI.parse("a://b") == URI.parse("a://b")}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a set as a case condition
KNOWN = Set{"production", "staging"}
pre = case ENV["AZU_ENV"]?
      when KNOWN then "live:"
      else            "local:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an iterator runs its blocks when it is gone through
pre = "kept:"
numbers = %w(a b).each_with_index.map { |name, i| pre = "changed#{i}:" }
pre += numbers.first if ENV["MODE"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an iterator is gone through once
names = %w(a b c).each
pre = names.first + names.to_a.join
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- steps of iterators
pre = "abcd".each_char.with_index.select { |char, i| i.odd? }.map { |char, i| "#{char}#{i}" }.join
pre += 3.times.map(&.to_s).each_slice(2).map(&.join).join("-") + 4.downto(2).to_a.sum.to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- the sum of no floats
numbers = (ENV["LIST"]? || "1.5").split(',').compact_map(&.to_f?)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{numbers.sum}:") }
# --- the least of an empty range
pre = (3..1).min rescue "none"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- tuples zipped are an array
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ {1, 2}.zip({3, 4}) }:".tr("[]", "()")) }
# --- update gives the old value
h = {"a" => "x"}
old = h.update("a") { |v| v + "y" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: old + ":") }
# --- copies keep the default
h = Hash(String, String).new { |hash, k| k + "!" }
d = h.dup
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{d["x"]}#{h.merge({"a" => "b"})["y"]}:") }
# --- no key of a named tuple
key = ENV["MODE"]? || "zz"
pre = begin
  {a: "x"}[key]
rescue e
  e.message || "nil"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- step gives
x = 1.step(to: 3) { |i| i }
y = (1..3).step(2) { |i| i }
z = [1].each_with_index { |a, i| a }
w = {"a" => 1}.each_key { |k| k }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{x.inspect}#{y.inspect}#{z.inspect}#{w.inspect}:") }
# --- lazy times
n = 0
3.times.map { |i| n += 1; i }.first
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "p#{n}:") }
# --- iterators are lazy
pre = "kept:"
["a"].each.map { |x| pre = x; x }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- iterators are used up
it = %w(a b).each
it.to_a
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: it.to_a.join + "x:") }
# --- iterator of a growing list
list = %w(a b)
it = list.each
list << "c"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: it.to_a.join + ":") }
# --- lazy select stops
n = 0
pre = %w(a b c).each.select { |x| n += 1; x > "a" }.first
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}#{n}:") }
# --- what is merged into a named tuple comes last
n = {host: "h", port: 1, tls: nil}
text = n.merge(port: 2).to_s + n.merge({tls: true, host: "i"}).keys.join
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- a copy of a set
s = Set{"a"}
t = s.dup
t << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{s.size}#{t.size}#{s.add?("z")}#{s.add?("z")}#{s.delete("q")}#{(s ^ t).to_a.sort}") }
# --- a deque
d = Deque.new(["x", "y"])
e = d.dup
e << "z"
e.rotate!
d[0] = "q"
text = "#{d} #{e.inspect} #{d.first} #{e.last?} #{e.size} #{e[1]?} #{e[9]?} #{e.map(&.upcase)} #{d == Deque{"q", "y"}} #{e.includes?("z")} #{e.join("-")} #{Deque(Int32).new.empty?}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- a deque as a queue
queue = Deque(String).new
queue.push("a")
queue.push("b")
text = ""
while item = queue.shift?
  text += item
  queue.push("c") if item == "a"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- iterators ask for no more than they give
log = [] of Int32
it = (1..100).each.map { |x| log << x; x * 2 }.select { |x| x % 3 == 0 }
a = it.first(2).to_a
text = "#{a} #{log}"
text += (1..9).each.take_while { |x| x < 4 }.map(&.to_s).join
text += (1..9).each.map { |x| x + 1 }.skip(3).first(2).join("-")
text += %w(a b c d).each.skip_while { |x| x != "c" }.map(&.upcase).to_a.to_s
text += %w(a b).each.map_with_index { |x, i| "#{x}#{i}" }.join
text += (1..3).each.first(0).to_a.to_s + (1..3).each.map(&.itself).first(9).size.to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- an iterator over what changes meanwhile
list = [1, 2]
it = list.each.first(3)
list << 3
list << 4
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: it.to_a.join) }
# --- taking from the front of a hash
h = {"b" => 2, "a" => 1, "c" => 3}
x = h.shift
h.reject! { |k, v| v == 3 }
y = h.delete("a")
z = h.delete("zz") { |k| k + "!" }
h["n"] ||= 5
h["n"] += 1
h.update("n") { |v| v * 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{x}#{y}#{z}#{h}") }
# --- zip gives tuples, and raises where the other one ends
seen = ""
[1, 2].zip([3, 4]) { |both| seen += both.to_s }
begin
  [1, 2].zip([3]) { |x, y| seen += "#{x}#{y}" }
rescue IndexError
  seen += "end"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen) }
# --- the order of what two sets share
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (Set{3, 2, 1} & Set{1, 2}).join) }
# --- delete gives the element that was there
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: [1.0, 2.5].delete(1).to_s) }
# --- a tuple's elements with their index
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {1, 2}.map_with_index { |x, i| x * i }.to_s) }
# --- a negative count
pre = (1..3).first(-1).to_s rescue "negative:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- what goes through elements one by one
class Steps
  include Enumerable(Int32)
  getter taken = ""

  def each
    5.times { |i| @taken += "."; yield i }
  end
end

steps = Steps.new
seen = [] of String
steps.each_slice(2) { |part| seen << steps.taken; break if part.includes?(3) }
steps.map_with_index { |x, i| seen << steps.taken }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen.join("|")) }
# --- a key that is false
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {false => 1, true => 2}.key_for(1).to_s) }
# --- a list that is shorter than what it is taken apart into
pre = "kept:"
begin
  [[1]].each { |(x, y)| pre = "lost:" }
rescue IndexError
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- the value of several assignments
class Pair
  property name = "a"
end

LEFT  = Pair.new
RIGHT = Pair.new

def pair
  one, other = LEFT, RIGHT
end

pair.name = "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LEFT.name + RIGHT.name) }
# --- taken apart by a method of its own
class Inner
  property name = "a"
end

class Both
  def initialize(@inner : Inner)
  end

  def [](index)
    @inner
  end
end

inner = Inner.new
one, other = Both.new(inner)
one.name = "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: inner.name) }
# --- how often sorting compares
count = 0
%w(q w e r t y u i o p a s d f g h j k l z x c v b n m).sort { |x, y| count += 1; x <=> y }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: count.to_s) }
# --- sorted by another list
order = %w(z y x)
sorted = %w(x y z).sort { |a, b| (order.index(a) || 9) <=> (order.index(b) || 9) }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (sorted + order).join) }
# --- what is turned around by nothing is itself
list = ["a", "b"]
list.rotate(2) << "c"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- uniq asks its block as often as Crystal's does
asked = 0
["a"].uniq { |x| asked += 1 }
["a", "b"].uniq { |x| asked += 1 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{asked}:") }
# --- uniq by what has an == of its own, and no hash
class Name
  def initialize(@name : String)
  end

  def ==(other : Name)
    true
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{%w(a b).uniq { |x| Name.new(x) }.size}:") }
# --- one? asks for no more than two
asked = 0
%w(a b c).one? { |x| asked += 1 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{asked}:") }
# --- a hash without some keys keeps its default, one of some has their order
options = Hash(String, String).new("other")
options["b"] = "1"
options["a"] = "2"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.reject("b")["b"] + options.select("a", "b").keys.join + ":") }
# --- key_for says what is missing without quotes
message = begin
  {"a" => "x"}.key_for("y")
rescue error
  error.message.to_s
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: message + ":") }
# --- what is no number equals nothing, not even in the same array
list = [0.0 / 0.0]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list == list}#{[1.5] == [1.5]}#{(-0.0).abs}:") }
# --- the type in a literal of a set, and the product of arrays
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Set(Float64){1, 2}}#{Deque(Float64){1}}#{[1].product([2, 3])}:") }
# --- what a failing sort compares, and leaves
list = [3, 2, 1]
message = ""
begin
  list.sort! { |a, b| raise "#{a}#{b}" }
rescue error
  message = error.message.to_s
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: message + list.join + ":") }
# --- accumulate, minmax_by and reduce?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[1, 2, 3].accumulate}#{%w(aa b).minmax_by(&.size)}#{[1, 2].reduce? { |a, b| a - b }}:") }
# --- an array that gets shorter while it is gone through
list = [1, 2, 3]
made = list.map { |x| list.pop; x } rescue [9]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{made}:") }
# --- numbers become what a splat wants
def all(*numbers : Float64, **named : Float64)
  "#{numbers}#{named}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all(1, 2.5, a: 3) + ":") }
# --- an index comes before what it is an index of, and once
TRACE = [] of String
STORE = {"a" => 1}

def key
  TRACE << "k"
  "a"
end

def table
  TRACE << "t"
  STORE
end

table[key] += 5
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{TRACE.join}#{STORE["a"]}:") }
# --- all keys of a hash come before all values
n = 0
h = {(n += 1) => (n += 1), (n += 1) => (n += 1)}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{h.to_a.flatten.join("-")}:") }
# --- a hash reads variables in the end
n = "a"
h = {n => (n = "b"), "x" => n, n + "1" => n}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{h.map { |k, v| k + v }.join("-")}:") }
# --- an array reads variables in the end
a = 1
t = [a, (a += 2), a]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{t.join}:") }
# --- an array takes splats apart in the end
a = [1, 2]
b = [*a, a.pop, *a.map { |x| x + 1 }, a.size]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{b.join}:") }
# --- too few for a splat in the middle assign nothing
def list
  ENV["LIST"]?.try(&.split(':')) || ["q"]
end

a = "x"
msg = ""
begin
  a, *b, c = list
rescue ex : IndexError
  msg = ex.message
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}#{msg}:") }
# --- the last ones are counted from the end
a = b = "x"
c = ["z"]
begin
  *c, a, b = ["1"]
rescue ex
  b = ex.class.name
end
Session.configure { |x| x.store = RedisStore.new(url: "redis://h/1", prefix: "#{a}#{b}#{c.join}:") }
# --- skipping entries of a hash
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {"a" => 1, "b" => 2}.skip(1).inspect + {"a" => 1}.skip_while { |k, v| v > 1 }.inspect + ":") }
# --- going through an array with numbers from one
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ["a", "b"].each.with_index(1).map { |x, i| "#{x}#{i}" }.join("-") + ":") }
# --- what is put into an array before its iterator goes through it
all = [1, 2]
doubles = all.each.map { |x| x * 2 }
all << 3
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: doubles.join("-") + ":") }
# --- what a hash gets before the iterator of its keys goes through it
counts = {"a" => 1}
keys, values = counts.each_key, counts.each_value
counts["b"] = 2
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: keys.join + values.join + Set{1, 2}.each.join + ":") }
