# --- a key of a hash is set
options = {"prefix" => "a:"}
options["prefix"] = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"]) }
# --- merge! changes the hash
options = {"prefix" => "a:", "url" => "redis://h/1"}
options.merge!({"prefix" => "merged:"})
Session.configure { |c| c.store = RedisStore.new(url: options["url"], prefix: options["prefix"]) }
# --- merge does not
options = {"prefix" => "a:"}
other = options.merge({"prefix" => "merged:"})
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"] + other["prefix"]) }
# --- delete takes a key out
options = {"prefix" => "a:"}
options.delete("prefix") if ENV["AZU_ENV"]? == "production"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.fetch("prefix", "gone:")) }
# --- an array grows
parts = ["a"]
parts << "b"
parts.push("c")
parts.unshift("z")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: parts.join(":")) }
# --- an element is set
list = ["a:", "b:"]
list[0] = "set:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list[0]) }
# --- two names of one array
list = ["a"]
other = list
other << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- a copy of an array
list = ["a"]
other = list.dup
other << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- a method changes the hash that it is given
def complete(options)
  options["prefix"] = "completed:"
end

options = {"prefix" => "a:"}
complete(options)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"]) }
# --- a constant hash is changed
DEFAULTS = {"prefix" => "a:"}
DEFAULTS["prefix"] = "changed:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: DEFAULTS["prefix"]) }
# --- a variable is set
ENV["APP_NAME"] = "set"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ENV["APP_NAME"]}:") }
# --- a variable is deleted
ENV.delete("PREFIX")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "deleted:") }
# --- the value of a deletion
old = ENV.delete("TENANT")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{old || "none"}#{ENV["TENANT"]?}:") }
# --- the environment is cleared
ENV.clear
Session.configure { |c| c.store = RedisStore.new(url: ENV["REDIS_URL"]? || "redis://cleared", prefix: "c:") }
# --- defaults in a loop over a hash
{"APP_NAME" => "looped", "MODE" => "m"}.each do |key, value|
  ENV[key] ||= value
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ENV["APP_NAME"]}#{ENV["MODE"]}:") }
# --- names in a loop
%w(PREFIX TENANT).each { |name| ENV[name] = name.downcase }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"] + ENV["TENANT"] + ":") }
# --- a variable is set to nil
ENV["PREFIX"] = nil
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "nil:") }
# --- setting a variable in a method
def prepare
  ENV["REDIS_URL"] = "redis://prepared/4"
end

prepare
Session.configure { |c| c.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:") }
# --- map! in place
list = %w(a b)
list.map!(&.upcase)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- select! and reject!
list = %w(a bb ccc)
list.select! { |x| x.size > 1 }
list.reject! { |x| x.size > 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- pop and shift
list = %w(a b c)
last = list.pop
first = list.shift
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: last + first + list.join + ":") }
# --- a nested hash
config = {"session" => {"prefix" => "a:"}}
config["session"]["prefix"] = "nested:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: config["session"]["prefix"]) }
# --- a hash with defaults of its own
counts = Hash(String, Int32).new(0)
%w(a b a).each { |x| counts[x] += 1 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: counts.map { |k, v| "#{k}#{v}" }.join + ":") }
# --- ||= of a key
options = {} of String => String
options["prefix"] ||= "first:"
options["prefix"] ||= "second:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"]) }
# --- a hash made by its block
cache = Hash(String, String).new { |hash, key| hash[key] = key.upcase }
cache["a"]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{cache["b"]}#{cache.size}:") }
# --- insert and delete_at
list = %w(a b c)
list.insert(1, "x")
list.delete_at(0)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- clear in a block that runs
list = %w(a b)
1.times { list.clear }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.size}:") }
# --- sort! and reverse
list = %w(b c a)
list.sort!
list.reverse!
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- the array of a getter is the object's own
class Parts
  getter all = ["a"]
end

parts = Parts.new
parts.all << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: parts.all.join + ":") }
# --- += makes another array
list = ["a"]
other = list
list += ["b"]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: other.join + list.join + ":") }
# --- transform_values
options = {"a" => "x", "b" => "y"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.transform_values(&.upcase).values.join + ":") }
# --- the environment as a hash
pairs = ENV.to_h
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pairs["APP_NAME"]? || "none"}:") }
# --- keys of the environment
found = ENV.keys.select(&.starts_with?("APP_")).sort.join
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{found}:") }
# --- a list that is only logged
errors = [] of String
errors << "PREFIX missing" unless ENV["PREFIX"]?
Log.warn { errors.join(", ") }
Log.warn { "#{errors.size} errors" } if errors.size > 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "e#{errors.size}:") }
# --- a list that a log changes
errors = [["a"]]
Log.error { errors.join(",") { |e| e << "x"; "" } }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "e#{errors[0].size}:") }
# --- a clone of what is nested
DEFAULTS = {"redis" => {"db" => 1}, "list" => {"db" => 2}}
copy = DEFAULTS.clone
copy["redis"]["db"] = 9
shallow = DEFAULTS.dup
shallow["list"]["db"] = 8
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{DEFAULTS["redis"]["db"]}", prefix: "#{copy["redis"]["db"]}#{DEFAULTS["list"]["db"]}#{copy["list"]["db"]}:") }
# --- a struct in an array is another one than the one put there
struct Place
  property prefix = "a:"
end

one = Place.new
list = [one]
list << one
one.prefix = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: one.prefix + list[0].prefix + list[1].prefix) }
# --- a struct that an array gives is changed
struct Place
  property prefix = "a:"
end

list = [Place.new]
list[0].prefix = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list[0].prefix) }
# --- a struct that a hash gives is changed
struct Place
  property prefix = "a:"
end

table = {"x" => Place.new}
table["x"].prefix = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: table["x"].prefix) }
# --- a struct that a getter gives is changed
struct Place
  property prefix = "a:"
end

class Holder
  getter place = Place.new
end

holder = Holder.new
holder.place.prefix = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: holder.place.prefix) }
# --- a struct of a class is changed
struct Place
  property prefix = "a:"
end

class Kept
  class_property place = Place.new
end

Kept.place.prefix = "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Kept.place.prefix) }
# --- a struct within a struct is copied with it
struct Inner
  property prefix = "a:"
end

struct Outer
  @inner = Inner.new

  def change
    @inner.prefix = "b:"
  end

  def prefix
    @inner.prefix
  end
end

one = Outer.new
two = one
two.change
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: one.prefix + two.prefix) }
# --- an index is evaluated before what is assigned to it
class Trace
  class_property text = ""
end

def note(x)
  Trace.text += x.to_s
  x
end

list = [0, 0, 0]
list[note(1)] = note(2)
list[note(0)] += note(5)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Trace.text + list.join + ":") }
# --- the value of an assignment that a method makes
class Odd
  def prefix=(given)
    "other:"
  end
end

x = (Odd.new.prefix = "right:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: x) }
# --- clone copies what is within, too
list = [["a"]]
copy = list.clone
copy[0] << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.flatten.join + copy.flatten.join + ":") }
# --- a hash shrinks while it is gone through
table = {"a" => 1, "b" => 2, "c" => 3}
seen = ""
table.each do |key, value|
  seen += "#{key}#{value}"
  table.delete("b")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen + ":") }
# --- an array grows while it is mapped
list = [1, 2]
made = list.map { |x| list << x if list.size < 4; x }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: made.join + ":") }
# --- what was shuffled is still the same
class Box
  property prefix = "a:"
end

box = Box.new
list = [box]
list.shuffle!
box.prefix = "c:"
list.first.prefix = "z:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: box.prefix) }
# --- what an unknown index gives is changed
class Box
  property prefix = "a:"
end

box = Box.new
list = [box]
list[Random.rand(1)].prefix = "z:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: box.prefix) }
# --- an own method of an unknown object
class Box
  class_property prefix = "a:"

  def change
    Box.prefix = "b:"
  end
end

[Box.new].sample.change
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Box.prefix) }
# --- another fiber runs when this one waits
pre = "a:"
spawn { pre = "b:" }
pre = "c:"
Fiber.yield
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- another fiber runs when this one sleeps
pre = "a:"
spawn { pre = "b:" }
pre = "c:"
sleep 0.01
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an unknown key is deleted
table = {"a" => "1"}
table.delete(["a"].sample)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{table.size}:") }
# --- an unknown place is deleted
list = ["a"]
list.delete_at(Random.rand(1))
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.size}:") }
# --- what a sample gives is one of them
class Box
  property prefix = "a:"
end

def change(x)
  x.prefix = "b:"
end

box = Box.new
change([box].sample)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: box.prefix) }
# --- an unknown proc runs after its variable is assigned anew
pre = "a:"
change = -> { pre = "z:" }
jobs = [change].shuffle
pre = "b:"
jobs.each(&.call)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an unknown class makes an object
class One
  class_property count = 0

  def initialize
    One.count += 1
  end
end

[One].sample.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{One.count}:") }
# --- an unknown pattern compares
class Changer
  class_property count = 0

  def ===(other)
    Changer.count += 1
    true
  end
end

case 1
when [Changer.new].sample then 1
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Changer.count}:") }
# --- another fiber changes a class's variable when this one waits
class Kept
  class_property prefix = "a:"
end

spawn { Kept.prefix = "b:" }
Kept.prefix = "c:"
Fiber.yield
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Kept.prefix) }
# --- another fiber makes a call
def setup
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "f:") }
end

spawn setup
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a:") }
Fiber.yield
# --- a block that is not run sets through a class's accessor
class Settings
  property prefix = "app:"
end

module App
  class_property settings = Settings.new
  def self.boot
    File.each_line("/etc/hostname") { |l| settings.prefix = "host:" }
  end
end

App.boot
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: App.settings.prefix) }
# --- a block that is not run calls a setter
class Place
  @@prefix = "a:"
  def self.prefix
    @@prefix
  end
  def prefix=(v)
    @@prefix = v
  end
end

s = Place.new
File.each_line("/etc/hostname") { |l| s.prefix = "b:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Place.prefix) }
# --- a block that is not run calls an operator
class Registry
  @@all = "a:"
  def self.all
    @@all
  end
  def <<(v)
    @@all = v
  end
end

r = Registry.new
File.each_line("/etc/hostname") { |l| r << "b:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Registry.all) }
# --- a struct that two constants name
struct Opts
  property prefix = "a:"
end

A = Opts.new
B = A
B.prefix = "other:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: A.prefix + B.prefix) }
# --- a struct within a copied object
struct Inner
  property prefix = "a:"
end

class Outer
  getter inner = Inner.new
  def prefix=(v)
    @inner.prefix = v
  end
  def prefix
    @inner.prefix
  end
end

a = Outer.new
b = a.dup
b.prefix = "x:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: a.prefix + b.prefix) }
# --- update gives what was there before, and merge no default
counts = Hash(String, Int32).new(0)
before = counts.update("a") { |count| count + 1 }
pre = "#{before}#{counts["a"]}#{counts.merge({"b" => 2})["z"]? || "none"}#{counts.merge({"b" => 2})["z"] rescue "raised"}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- default of a field
module L19
  class_property v = "x"
  def self.set
    @@v = "z"
  end
end
class O19
  @q : String = L19.set
end
if Process.pid > 0
  O19.new
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L19.v}:") }
# --- default of a parameter
module L20
  class_property v = "x"
  def self.set
    @@v = "z"
  end
end
def par20(a = L20.set)
end
if Process.pid > 0
  par20
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L20.v}:") }
# --- constant evaluated there first
module L25
  class_property v = "x"
end
if Process.pid > 0
  E25
end
E25 = begin
  L25.v = "z"
  1
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L25.v}:") }
# --- case with own triple equal
module L27
  class_property v = "x"
end
class O27
  def ===(o)
    L27.v = "z"
    true
  end
end
o = O27.new
if Process.pid > 0
  case 1
  when o then 2
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L27.v}:") }
# --- each of an enumerable
module L29
  class_property v = "x"
end
class O29
  include Enumerable(Int32)
  def each
    L29.v = "z"
    yield 1
  end
end
o = O29.new
if Process.pid > 0
  o.to_a
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L29.v}:") }
# --- puts writes an object itself
module L1
  class_property v = "x"
end
class O1
  def to_s(io)
    L1.v = "z"
    io << 1
  end
end
puts O1.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L1.v}:") }
# --- map! changes one element after the other
list = [1, 2, 3]
list.map! { |x| list[0] + x }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join(":")) }
# --- what a block is left from has changed until then
list = [1, 2, 3, 4]
list.map! { |x| break if x == 3; x * 10 }
list.reject! { |x| break if x == 3; x == 10 }
values = {"a" => 1, "b" => 2}
values.transform_values! { |x| break if x == 2; x * 10 }
values.reject! { |k, v| break if v == 2; true }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list}#{values}") }
# --- a hash loses and gains keys while it is gone through
renamed = {"a" => 1, "b" => 2, "c" => 3}
renamed.each { |k, v| renamed.delete(k); renamed[k.upcase] = v }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: renamed.keys.join) }
# --- each_value and each_key see what changes meanwhile
values = {"a" => 1, "b" => 2, "c" => 3}
seen = ""
values.each_value { |x| seen += x.to_s; values["b"] = 5 }
values.each_key { |x| seen += x; values.delete("b") }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen) }
# --- a set changes while it is gone through
small = Set{1, 2, 3, 4}
small.each { |x| small.delete(x) }
grown = Set{1, 2}
grown.each { |x| grown << x + 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{small}#{grown}") }
# --- a deque changes while it is gone through
queue = Deque{1, 2}
seen = ""
queue.each { |x| seen += x.to_s; queue << x + 2 if queue.size < 8 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen) }
# --- slices of an array that grows
list = [1, 2, 3]
seen = ""
list.each_slice(2) { |part| seen += part.to_s; list << 9 if list.size < 5 }
list.each_cons(4) { |part| seen += part.to_s; list << 8 if list.size < 7 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: seen) }
# --- slices are taken when they are asked for
list = [1, 2, 3]
slices = list.each_slice(2)
list << 4
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: slices.to_a.to_s) }
# --- the last ones are no other name for all
list = ["a"]
list.last(5) << "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join) }
# --- a part of a list that is too long to be followed
class Setting
  property name = "a"
end

setting = Setting.new
long = Array.new(1500) { setting }
(long + long)[0].name = "changed"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: setting.name) }
# --- an emptied list of floats
a = [1.5]
a.clear
a << 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (a).to_s) }
# --- a list of floats of which nothing was left
a = [1.5, 2.5].select { |x| x > 5 }
a << 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (a).to_s) }
# --- a list made of nothing
a = ([] of Int32).map { |x| x / 2 }
a << 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (a).to_s) }
# --- an emptied list of several types
a = [1.5, "x"]
a.clear
a << 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (a).to_s) }
# --- an emptied hash of floats
h = {"a" => 1.5}
h.clear
h["b"] = 3
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (h).to_s) }
# --- the keys of a hash have a type
h = {1_i64 => "a"}
h[2] = "b"
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (h.keys.map(&.class).join(",")).to_s) }
# --- the keys of an empty hash have a type
h = {} of Int64 => String
h[2] = "b"
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (h.keys.first.class).to_s) }
# --- what a block gives a hash has its type
h = Hash(String, Float64).new { |hash, k| hash[k] = 5 }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (h["x"]).to_s) }
# --- a set of floats
s = Set(Float64).new
s << 1
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- an emptied set of floats
s = Set{1.5}
s.clear
s << 1
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- a deque of floats
d = Deque(Float64).new
d << 1
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (d).to_s) }
# --- a key is taken out while the keys are gone through
h = {"a" => 1, "b" => 2, "c" => 3}
s = ""
h.each_key { |k| s += k; h.delete("b") }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- a key is taken out and put in while a hash is gone through
h = {"a" => 1, "b" => 2, "c" => 3}
s = ""
h.each { |k, v| s += k; if h.delete("b"); h["b"] = 9; end if k == "a" }
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s).to_s) }
# --- a key has changed since
k = [1]
h = {k => "x"}
k << 2
h[[1, 2]] = "y"
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (h.size).to_s) }
# --- an element of a set has changed since
k = [1]
s = Set{k}
k << 2
s << [1, 2]
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s.size).to_s) }
# --- the order of sets that have something in common
a = Set{3, 1, 2}
b = Set{1, 3}
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{a & b}#{a | b}#{a - b}#{b ^ Set{1, 9}}").to_s) }
# --- a list repeated fewer times than none
r = begin
  ([1] * -1).to_s
rescue ArgumentError
  "arg"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (r).to_s) }
# --- code that is not run asks a collection whose own each changes it
class Coll
  include Enumerable(String)
  property count = 0
  def each
    @count += 1
    yield "a"
  end
end
co = Coll.new
if Process.pid > 0
  x = co.join(",")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{co.count}:") }
# --- code that is not run uses a getter that is named like a block's parameter
class Shop
  property names = ["a"]
  def add
    if Process.pid > 0
      [1].each { |names| names }
      names << "b"
    end
  end
end
s = Shop.new
s.add
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: s.names.join + ":") }
# --- code that is not run assigns over several lines
a = "a:"
b = "b:"
if Process.pid > 0
  a,
    b = "c:", "d:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: a) }
# --- code that is not run may match
"a" =~ /(a)/
"b" =~ /(b)/ if Process.pid > 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: $1 + ":") }
# --- code that is not run sets a variable whose name is an element
keys = ["PREFIX"]
ENV[keys[0]] = "b:" if Process.pid > 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none:") }
# --- code that is not run calls an own []?
SEEN = ["x"]
class Box
  def []?(key : String)
    SEEN << key
    nil
  end
end
bo = Box.new
if Process.pid > 0
  bo["a"]?
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SEEN.join + ":") }
# --- code that is not run calls an own =~ by !~
SEEN2 = ["x"]
class Box2
  def =~(key : String)
    SEEN2 << key
    nil
  end
end
bo = Box2.new
if Process.pid > 0
  bo !~ "a"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SEEN2.join + ":") }
# --- code that is not run makes an object by new alone
SEEN4 = ["x"]
class Maker
  def initialize
    SEEN4 << "m"
  end
  def self.build
    new
  end
end
if Process.pid > 0
  Maker.build
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SEEN4.join + ":") }
# --- code that is not run shows an exception whose own message changes something
SEEN5 = ["x"]
class Bad < Exception
  def message
    SEEN5 << "m"
    "bad"
  end
end
ex = Bad.new
if Process.pid > 0
  puts "#{ex}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SEEN5.join + ":") }
# --- code that is not run has a method forwarded
class Forw
  property list = ["a"]
  def initialize
  end
  forward_missing_to items
  def items
    @list << "b"
    @list
  end
end
d = Forw.new
if Process.pid > 0
  x = d.size
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: d.list.join + ":") }
# --- code that is not run sets one of two alike class properties
class Onep
  class_property prefix = "a:"
end
class Twop
  class_property prefix = "a:"
end
if Process.pid > 0
  [Onep, Twop].each { |t| t.prefix = "z:" }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Twop.prefix) }
# --- an array of what an own each gives
SEEN9 = ["x"]
class Many
  include Enumerable(String)
  def each
    SEEN9 << "e"
    yield "a"
  end
end
m = Many.new
x = [*m]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: SEEN9.join + ":") }
# --- an operation on a copy of a struct constant
struct Opts
  property n : Int32 = 1
end

OPTS = Opts.new
OPTS.n += 4
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{OPTS.n}:") }
# --- an index of a copy of a struct constant
struct Opts
  @n = 1

  def [](i)
    @n
  end

  def []=(i, v)
    @n = v
  end
end

OPTS = Opts.new
OPTS[0] += 5
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{OPTS[0]}:") }
# --- an operation on a struct that a method gives
struct Opts
  property n : Int32 = 1
end

class Holder
  property opts = Opts.new

  def bump
    @opts.n += 4
    self.opts.n += 10
    @opts.n
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Holder.new.bump}:") }
# --- a variable of two types changes within an interpolation
a = ENV["SHARD"]? ? 1 : "x"
t = "#{a}#{a = "y"}#{a}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{t}:") }
# --- a variable of two types changes before a call
def two(x : String, y)
  "s#{x}-#{y}"
end

def two(x : Int32, y)
  "i#{x}-#{y}"
end

a = ENV["SHARD"]? ? 1 : "x"
t = two(a, (a = "y"))
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{t}:") }
# --- a variable of two types changes while it is asked
a = ENV["SHARD"]? ? 1 : "x"
t = a.in?((a = "y"), 1, "x")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{t}:") }
# --- an unknown key is stored by the block for what is missing
h = Hash(String, Array(String)).new { |hash, key| hash[key] = ["n"] }
k = Time.utc.year > 2000 ? "a" : "b"
h[k]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{h.size}:") }
# --- a setter of an unknown class
class A1
  class_property n = "a"
end
class B1 < A1
end
k = Process.pid > 0 ? A1 : B1
k.n = "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{A1.n}:") }
# --- a variable may still be what it was
a = ["q"]
x = a
x = ["n"] if Process.pid < 0
x << "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a.join}:") }
# --- the largest, by what cannot be told
a = [["q"], ["r"]]
a.max_by { |x| Random.rand(1) } << "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a[0].join}:") }
# --- a list under an unknown key
a = [["q"]]
a.index_by { |x| Process.pid }.each_value { |l| l << "z" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a[0].join}:") }
# --- a list at an unknown index
a = ["q"]
h = [["n"], ["m"]]
h[Random.rand(1)] = a
h[0] << "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a.join}:") }
# --- a list beside what is unknown
a = ["q"]
t = {x: a}
u = t.merge(Process.pid > 0 ? {y: 1} : {y: 2})
u[:x] << "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a.join}:") }
# --- a log's block that only reads
module Settings
  class_property prefix : String = "p:"
end
Log.info { "prefix #{Settings.prefix}" }
Settings.prefix += "q:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.prefix) }
# --- a log's block that changes an alias
class Holder
  property name : String = "a"
  property inner : Holder?
end
outer = Holder.new
kept = outer.inner = Holder.new
Log.debug do
  outer.inner.not_nil!.name = "b"
  outer.inner = nil
  "x"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kept.name + ":") }
# --- a log's block that remembers
class Settings
  def self.url
    @@url ||= (ENV["HOST"]?.presence || "localhost").downcase
  end
  @@url : String?
end
Log.info { "host #{Settings.url}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.url + "/") }
# --- a log's block that remembers what changes
class Settings
  def self.url
    @@url ||= ENV["MODE"]? || "none"
  end
  @@url : String?
end
Log.trace { "host #{Settings.url}" }
ENV["MODE"] = "changed"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.url + "/") }
# --- a log's block that raises
prefix = "a:"
begin
  Log.debug { raise "no" }
rescue
  prefix = "b:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix) }
# --- a log's block whose value writes itself
class Noisy
  class_property told : String = "no"
  def to_s(io : IO) : Nil
    Noisy.told = "yes"
    io << "noisy"
  end
end
Log.debug { Noisy.new }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Noisy.told) }
# --- a log of a class
class Setup
  Log = ::Log.for(self)
  class_getter prefix = "a:"
  def self.call
    Log.info { "prefix is #{prefix}" }
    @@prefix = "b:"
    Log.warn(exception: Exception.new("x")) { "prefix is #{@@prefix}" }
  end
end
Setup.call
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Setup.prefix) }
# --- a backend of a log that changes something
class Remembering < Log::Backend
  class_property last : String = "none"

  def initialize
    super(:sync)
  end

  def write(entry : Log::Entry) : Nil
    Remembering.last = entry.message
  end
end
Log.setup(:info, Remembering.new)
Log.info { "written" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Remembering.last + ":") }
# --- many logs
list = [] of String
%w(a b c d e f g h).each do |name|
  list << name
  Log.info { "list #{list.join(",")}" }
end
Log.info { "#{ENV["MODE"]?.try(&.upcase) || "none"}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: list.join + ":") }
# --- a constant only a log's block uses
LIST = [] of String
NOTED = begin
  LIST << "x"
  "noted"
end
Log.info { NOTED }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{LIST.size}:") }
# --- a log's block that asks a lazy getter
class S
  getter mode : String do
    ENV["MODE"]? || "none"
  end
end
s = S.new
Log.trace { s.mode }
ENV["MODE"] = "changed"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: s.mode + "/") }
# --- a log's block within another
n = 0
Log.trace { Log.debug { n += 1; "" }; "x" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{n}/") }
# --- a log's block that yields
n = 0
def report
  Log.trace { yield }
end
report { n += 1; "x" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{n}/") }
# --- a log's block that changes something the third time
list = ["a"]
3.times do |i|
  Log.trace { list << "x" if i == 2; "y" }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.size}/") }
# --- the log of a name is one
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Log.for("a") == Log.for("a")}#{Log.for("a").same?(Log.for("a"))}/") }
# --- a variable that is set, for the default URL
ENV["REDIS_URL"] = "redis://set/9"
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- a variable that is deleted, for the default URL
ENV.delete("REDIS_URL")
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- a variable that is set where it is not, for the default URL
ENV["REDIS_URL"] ||= "redis://otherwise/1"
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- a variable that is set after the store is made
store = RedisStore.new(prefix: "e:")
ENV["REDIS_URL"] = "redis://late/9"
Session.configure { |c| c.store = store }
# --- a variable that is set for a subclass
class ShopStore < RedisStore
  def initialize(name : String)
    super(prefix: name + ":")
  end
end
ENV["REDIS_URL"] = "redis://#{ENV["HOST"]?.presence || "h"}:6390/2"
Session.configure { |c| c.store = ShopStore.new("x") }
# --- all variables deleted
ENV.clear
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- the default URL in a skipped block
ENV["REDIS_URL"] = "redis://set/9" if Random.rand(1) == 1
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- DATABASE_URL set
ENV["DATABASE_URL"] = "sqlite3:./other.db"
Session.configure { |c| c.store = DatabaseStore.new(table: "e") }
# --- DATABASE_URL deleted
ENV.delete("DATABASE_URL")
Session.configure { |c| c.store = DatabaseStore.new(table: "e") }
# --- SESSION_BACKEND set
ENV["SESSION_BACKEND"] = "memory"
Session.configure { |c| c.store = ENV["SESSION_BACKEND"] == "memory" ? MemoryStore.new : RedisStore.new(prefix: "e:") }
# --- plain
Session.configure { |c| c.store = RedisStore.new(prefix: "e:") }
# --- the names of all variables
names = ENV.keys
all = ENV.to_h
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "d:") }
# --- a variable looked for
pre = "no:"
ENV.each { |key, value| pre = "yes:" if key == "SHARD" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a way out of all variables
def found
  ENV.each { |key, value| return "found:" if key == "SHARD" }
  "none:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: found) }
# --- all variables that end alike
all = ENV.keys.select(&.ends_with?("_PREFIX")).map { |n| ENV[n] }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.first? || "d:") }
