# --- yield decides whether the configuration runs
def only(environment)
  yield if ENV["AZU_ENV"]? == environment
end

Session.configure { |c| c.store = MemoryStore.new }
only("production") do
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "prod:") }
end
# --- a method that never yields
def never
  false
end

def never_with_block(&)
  nil
end

pre = "kept:"
never_with_block { pre = "changed:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- yield gives an argument
def with_tenant
  yield ENV["TENANT"]? || "public"
end

with_tenant do |tenant|
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{tenant}:") }
end
# --- yield twice
def twice
  yield
  yield
end

pre = ""
twice { pre += "ab" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- the value of yield
def wrapped
  "<" + yield + ">"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: wrapped { ENV["APP_NAME"]? || "app" }) }
# --- next gives the block's value
def wrapped
  "<" + yield("x") + ">"
end

pre = wrapped do |part|
  next "early" if ENV["AZU_ENV"]? == "production"
  part * 2
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- break leaves the method
def each_name
  yield "one"
  yield "two"
  "all"
end

pre = each_name do |name|
  break name if name == (ENV["MODE"]? ? "two" : "one")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- return from within a block leaves the method that it stands in
def first_long(names)
  names.each do |name|
    return name if name.size > 3
  end
  "none"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: first_long(["ab", "abcd", "abcde"]) + ":") }
# --- a captured block
def later(&block : -> String)
  block
end

saved = later { "called:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: saved.call) }
# --- a captured block changes a variable when it is called
def run_maybe(go, &block : -> Nil)
  block.call if go
end

pre = "before:"
run_maybe(ENV["MODE"]? == "blue") { pre = "after:"; nil }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a proc
make = ->(name : String) { "#{name}:session:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: make.call(ENV["APP_NAME"]? || "app")) }
# --- a proc sees later assignments
name = "first"
make = -> { "#{name}:" }
name = "second"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: make.call) }
# --- a method as a proc
def key_for(name : String) : String
  name.upcase + ":"
end

make = ->key_for(String)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: make.call("shop")) }
# --- a hash of procs
STORES = {
  "production" => -> { RedisStore.new(url: "redis://h/1", prefix: "prod:").as(Session::AnyStore) },
  "test"       => -> { MemoryStore.new.as(Session::AnyStore) },
}
Session.configure do |c|
  c.store = STORES.fetch(ENV["AZU_ENV"]? || "test", STORES["test"]).call
end
# --- with yield
class Settings
  getter prefix = "none:"

  def prefix_is(value : String)
    @prefix = value
  end

  def self.build
    made = new
    with made yield
    made
  end
end

settings = Settings.build { prefix_is "built:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: settings.prefix) }
# --- a block that is handed on
def inner
  yield "in"
end

def outer(&block : String -> String)
  inner(&block)
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: outer { |part| part + "ner:" }) }
# --- a block parameter shadows
name = "outer"
["a", "b"].each { |name| name + "x" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: name + ":") }
# --- a block's own variables end with it
["a", "b"].each { |part| own = part }
own = "mine"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: own + ":") }
# --- a block changes a variable around it
last = "none"
%w(x y z).each { |part| last = part unless part == ENV["MODE"]? }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: last + ":") }
# --- break from each with a value
found = %w(red green blue).each do |color|
  break color if color == ENV["MODE"]?
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{found.inspect}:") }
# --- times and its counter
pre = ""
3.times { |i| pre += i.to_s }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a loop that ends with break
n = 0
loop do
  n += 1
  break if n * n > 50
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "n#{n}:") }
# --- while with next
n = 0
pre = ""
while n < 6
  n += 1
  next if n.odd?
  pre += n.to_s
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- until
pre = "a"
until pre.size >= 4
  pre += "b"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- upto and step
pre = ""
1.upto(3) { |i| pre += "u#{i}" }
0.step(to: 6, by: 3) { |i| pre += "s#{i}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- the short form of a block
names = (ENV["LIST"]? || "A,B").split(",").map(&.downcase).reject(&.empty?)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: names.join("+") + ":") }
# --- the configuration in a block of another module
module Boot
  def self.in(*environments)
    yield if environments.includes?(ENV["AZU_ENV"]? || "development")
  end
end

Boot.in("development", "test") { Session.configure { |c| c.store = MemoryStore.new } }
Boot.in("production", "staging") do
  Session.configure { |c| c.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "live:") }
end
# --- hooks that are run later
HOOKS = [] of -> Nil
HOOKS << -> { Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "hook:") }; nil }
Session.configure { |c| c.store = MemoryStore.new }
HOOKS.each(&.call) if ENV["AZU_ENV"]? == "production"
# --- tap
options = {"prefix" => "a:"}.tap { |h| h["prefix"] = "tapped:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options["prefix"]) }
# --- try
pre = ENV["PREFIX"]?.try { |value| "#{value}:" } || "none:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a block within a method within a block
def outer
  yield 1
end

total = 0
outer do |a|
  outer do |b|
    total += a + b
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "t#{total}:") }
# --- numbered results of each_with_index
pre = ""
%w(a b c).each_with_index { |part, i| pre += part if i.even? }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- yield of two values
def pair
  yield "k", "v"
end

pre = ""
pair { |a, b| pre = "#{b}#{a}:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- with self yield
class Settings
  getter options = {} of Symbol => String

  def prefix(value : String)
    @options[:prefix] = value
  end

  def configure
    with self yield
    self
  end
end

settings = Settings.new.configure { prefix "self:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: settings.options[:prefix]) }
# --- a class yields itself
class Server
  class_property prefix : String = "none:"

  def self.configure
    with self yield self
  end
end

Server.configure { |app| app.prefix = "app:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Server.prefix) }
# --- Time.measure around configuration
elapsed = Time.measure { Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "measured:") } }
Log.info { "configured in #{elapsed.total_milliseconds}ms" }
# --- block call with arguments
def configure_with(names : Array(String), &block : String, Int32 -> String)
  names.map_with_index { |name, index| block.call(name, index) }
end

parts = configure_with(%w(shop web)) { |name, index| "#{index}#{name}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: parts.join('.') + ":") }
# --- Proc new
double = Proc(Int32, Int32).new { |x| x * 2 }
name = Proc(String).new { ENV["MODE"]? || "green" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{double.call(4)}", prefix: "#{name.call}:") }
# --- a proc of code that is not followed runs later
hook = -> { nil }
pre = "a"
year = Time.utc.year
while (year -= 1) > 2020
  hook = -> { pre = "called"; nil }
end
pre = "set"
hook.call
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a proc of code that is not followed sets a variable of the environment later
HOOKS = [] of Proc(Nil)
year = Time.utc.year
while (year -= 1) > 2020
  HOOKS << -> { ENV["PREFIX"] = "called"; nil }
end
ENV["PREFIX"] = "set"
HOOKS.each(&.call)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]) }
# --- a proc of code that is not followed sets a class variable later
class Mode
  class_property name = "a"
end

HOOKS = [] of Proc(Nil)
year = Time.utc.year
while (year -= 1) > 2020
  HOOKS << -> { Mode.name = "called"; nil }
end
Mode.name = "set"
HOOKS.each(&.call)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Mode.name) }
# --- a fiber of code that is not followed
pre = "a"
year = Time.utc.year
while (year -= 1) > 2020
  spawn { pre = "called" }
end
pre = "set"
Fiber.yield
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a method of a struct as it was
struct Named
  property name = "a"

  def show
    @name
  end
end

named = Named.new
shown = ->named.show
named.name = "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: shown.call) }
# --- a type that makes it nil, whatever is given
def warm(name : String) : Nil
  return name if name.empty?
  name.upcase
end

quiet = ->(name : String) : Nil { name * 2 }
pre = warm("a") || warm("") || quiet.call("a") || "nothing:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a type that makes a captured block give nil
class Events
  @blocks = [] of Proc(String, Nil)

  def on(&block : String ->)
    @blocks << block
  end

  def fire
    @blocks.map(&.call("x"))
  end
end

def named(&block : String -> Nil)
  block.call("x")
end

events = Events.new
events.on { |x| x * 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{events.fire}#{named { |x| x } || "nil"}") }
# --- a tuple stays whole where a parameter takes the rest
text = [{1, 2}].map { |first, *rest| "#{first}#{rest}" }.join
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- each of a named tuple gives a name and a value, not both in one
text = ""
{a: 1, b: 2}.each { |name| text += name.to_s }
{a: 1, b: 2}.each { |name, *rest| text += "#{name}#{rest}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- a block that is yielded to from one that is not run breaks
def each_variable
  ENV.to_h.each { |name, value| yield name, value }
  "none"
end

pre = each_variable { |name, value| break value if name == "MODE" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- a block of the core library's that is not run yields to one that returns
def mode
  ENV.each { |name, value| return value if name == "MODE" }
  "none"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{mode}:") }
# --- all variables of the environment are shown
count = 0
ENV.each do |name, value|
  puts "#{name}: #{value}" if name.starts_with?("REDIS")
  count += 1
end
Session.configure { |c| c.store = RedisStore.new(prefix: "#{ENV["MODE"]? || "none"}:") }
# --- all variables of the environment are gone through, and one is set
ENV.each { |name, value| ENV["TENANT"] = value if name == "MODE" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{ENV["TENANT"]?}:") }
