# --- a constant of the enclosing module
KEY = "top"

module Shop
  KEY = "shop"

  class Naming
    def self.key
      KEY + ":"
    end
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::Naming.key) }
# --- the lexical scope comes before the ancestors
class Parent
  KEY = "parent"
end

module Shop
  KEY = "module"

  class Child < Parent
    def self.key
      KEY + ":"
    end
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::Child.key) }
# --- the ancestors come before the top level
KEY = "top"

class Parent
  KEY = "parent"
end

class Child < Parent
  def self.key
    KEY + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.key) }
# --- an absolute constant
NAME = "top"

module Shop
  NAME = "shop"

  def self.key
    "#{::NAME}-#{NAME}:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop.key) }
# --- a path that skips a level
module Shop
  NAME = "outer"

  module Sessions
    NAME = "inner"
  end

  module Web
    def self.key
      "#{Sessions::NAME}-#{NAME}:"
    end
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::Web.key) }
# --- a module opened by its path does not see the outer one
NAME = "top"

module Shop
  NAME = "shop"
end

module Shop::Web
  def self.key
    NAME + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::Web.key) }
# --- an inherited method sees the constants of where it stands
class Parent
  KEY = "parent"

  def key
    KEY + ":"
  end
end

class Child < Parent
  KEY = "child"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.new.key) }
# --- a constant is evaluated where it is defined
ENV["MODE"] = "before"
MODE = ENV["MODE"]
ENV["MODE"] = "after"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: MODE + ":") }
# --- a constant that is used before it is defined
FULL = FIRST + ":"
FIRST = "late"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: FULL) }
# --- constants of an included module
module Names
  LABEL = "included"
end

class App
  include Names

  def self.key
    LABEL + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: App.key) }
# --- a local variable hides a method
def label
  "method:"
end

label = "local:" if ENV["AZU_ENV"]? == "production"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: label || label()) }
# --- a method does not see the local variables around it
label = "outside:"

def make_label
  label = "inside:"
  label
end

made = make_label
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: made + label) }
# --- a store class of a module is another one
module Cache
  class RedisStore
    def initialize(@url : String, @prefix : String)
    end
  end
end

cache = Cache::RedisStore.new("redis://cache/9", "cache:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s:") }
# --- an alias of a store
alias Store = RedisStore
Session.configure { |c| c.store = Store.new(url: "redis://h/1", prefix: "alias:") }
# --- an alias within a module
module Shop
  alias Backend = ::DatabaseStore
end

Session.configure { |c| c.store = Shop::Backend.new(table: "aliased") }
# --- a class in a variable
kind = ENV["AZU_ENV"]? == "production" ? RedisStore : RedisStore
Session.configure { |c| c.store = kind.new(url: "redis://h/1", prefix: "k:") }
# --- a constant in a class body that calls a method
module Shop
  def self.env
    ENV["AZU_ENV"]? || "development"
  end

  PREFIX = "#{env}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::PREFIX) }
# --- shadowing by a method's parameter
NAME = "constant"

def label_of(name)
  name = name + "!"
  name
end

name = "x"
made = label_of(name)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{name}#{made}:") }
# --- private constants and methods
module Shop
  private SECRET_KEY = "hidden"

  def self.key
    build(SECRET_KEY)
  end

  private def self.build(text)
    text + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop.key) }
# --- a class body runs in its place
class Settings
  class_property key = "default:"

  Settings.key = "body:" if ENV["AZU_ENV"]? == "production"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.key) }
# --- a class variable of a subclass is its own
class Parent
  class_property key = "parent:"
end

class Child < Parent
end

Child.key = "child:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Parent.key + Child.key) }
# --- an if has no scope of its own
if ENV["AZU_ENV"]? == "production"
  name = "live"
else
  name = "local"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: name + ":") }
# --- a variable that only some environments assign
prefix = "live:" if ENV["AZU_ENV"]? == "production"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix || "local:") }
# --- a variable that an unless assigns
def pick
  unless ENV["TENANT"]?
    name = "single"
  end
  name ? "#{name}:" : "tenant:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pick) }
# --- a variable that was assigned in another block is none
def name
  "method"
end

%w(a).each { |x| name = x }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{name}:") }
# --- a constant does not see variables
def label
  "method:"
end

label = "variable:" if ENV["FLAG"]?
LABEL = label()
OTHER = label
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{LABEL}#{OTHER}#{label}") }
# --- a method is called before a variable of its name
def label
  "method:"
end

first = label
label = nil if ENV["FLAG"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{first}#{label.inspect}:") }
# --- a variable that several targets name
a, b = 1, 2 if ENV["FLAG"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{a.inspect}#{b.inspect}:") }
# --- a variable of a case
case ENV["AZU_ENV"]?
when "production" then url = "redis://live"
when "test"       then url = "redis://test"
end
Session.configure { |c| c.store = RedisStore.new(url: url || "redis://other", prefix: "case:") }
# --- the name of a class and a variable
class App
  def self.label
    name = "own" if ENV["FLAG"]?
    "#{name}:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: App.label) }
# --- a variable with an argument is a call
def tenant(name = "none")
  "t-#{name}"
end

tenant = tenant "x"
again = tenant("y")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{tenant}#{again}:") }
# --- a conditional variable within a method with a block
def pick(list)
  list.each { |x| last = x if x == "b" }
  found = list.first if list.size > 5
  found || last
end

def last
  "method"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pick(%w(a b))}:") }
# --- a constant that nothing uses is not evaluated
# UNUSED is named here only.
UNUSED = (ENV["PREFIX"] = "const:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none:") }
# --- a constant whose value changes something, and that nothing needs
def never
  UNUSED
end
UNUSED = (ENV["P"] = "x")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["P"]? || "none:") }
# --- a constant that only another one needs, which nothing needs
NAMES = ["a:"]
FIRST = NAMES.pop
SECOND = FIRST + "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: NAMES.first? || "none:") }
# --- a constant that is needed by another one, which is needed
FIRST = (ENV["P"] = "x")
SECOND = FIRST + "a"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["P"]? || "none:") + SECOND) }
# --- a constant that changes only what it makes
def never
  UNUSED
end
UNUSED = [1, 2].tap { |list| list << 3 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "made:") }
# --- class property with an effect
class Eff1
  class_property name = begin
    ENV["PREFIX"] = "changed:"
    "n"
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none:") }
# --- call in the body of a module
module Boot1
  def self.prepare(x)
    ENV["PREFIX"] = x
  end
  prepare("changed:")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none:") }
# --- value of a multiple assignment
def both
  a, b = "x", "y"
end

pre = both ? "some:" : "none:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- and assign on what is not there
h = {"a" => "x"}
pre = begin
  h["b"] &&= "y:"
  "passed:"
rescue KeyError
  "raised:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- chain of equal
pre = 1 == 1 == 1 ? "all:" : "not:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- pointer
pre = "kept:"
p1 = pointerof(pre)
p1.value = "changed:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- call of a parent's method in a class body
class P2
  class_getter all = [] of String
  def self.register(name)
    P2.all << name
  end
end
class K2 < P2
  register "k"
end
class M2 < P2
  register "m"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{P2.all.join}:") }
# --- call of a top level method in a class body
def top3(x)
  x * 2
end
class L3
  class_property v : String = top3("a")
  @@v += top3("b")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{L3.v}:") }
# --- class variable given twice in a body
class Tw41
  @@v = "a"
  @@v = "b"
  def self.v
    @@v
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Tw41.v}:") }
# --- what the top level includes
module Outer
  NAME_Q1 = "outer"
  PORT_Q1 = 1
  class Thing
    def text
      "thing"
    end
  end
  def port_text_q1
    "#{PORT_Q1}!"
  end
  def hidden_q1
    "module"
  end
end
PORT_Q1 = 2
def hidden_q1
  "top"
end
include Outer
class User
  def text(x : Thing)
    NAME_Q1 + x.text + port_text_q1
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{NAME_Q1}#{PORT_Q1}#{Thing.new.text}#{port_text_q1}#{hidden_q1}#{User.new.text(Thing.new)}#{Outer::NAME_Q1}") }
# --- the last that the top level includes comes first
module One
  X_Q2 = "one"
  def who_q2
    "one"
  end
end
module Two
  X_Q2 = "two"
  def who_q2
    "two"
  end
end
include One
include Two
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: X_Q2 + who_q2) }
# --- what the top level includes, within
module Corp
  module Config
    PREFIX_Q4 = "corp:"
    def self.url
      "redis://corp/1"
    end
  end
  module Helpers
    include Config
    def pre_q4
      PREFIX_Q4
    end
  end
end
include Corp
include Corp::Helpers
Session.configure { |c| c.store = RedisStore.new(url: Config.url, prefix: pre_q4 + PREFIX_Q4) }
# --- a variable named type
def made(type : Symbol, union = 1)
  case type
  when :redis then RedisStore.new(url: "redis://h/#{union}", prefix: "#{type}:")
  else             MemoryStore.new
  end
end

type = :redis
Session.configure { |c| c.store = made(type) }
# --- a class variable of a class that derives, set by code that is not followed
class Base
  @@name = "a"
  class_property other = "a"

  def self.name=(name)
    @@name = name
  end

  def self.name
    @@name
  end
end

class Derived < Base
end

Derived.other
Dir.each_child("/") do
  [Derived].each { |type| type.name = "set"; type.other = "set" }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Derived.name + Derived.other) }
# --- a method in a text that is not made
LOG = [] of String

def part
  LOG << "called"
  "b"
end

year = Time.utc.year
while (year -= 1) > 2020
  puts "#{part}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.first? || "none") }
# --- what is shown deep inside
LOG = [] of String

class Shown
  def inspect(io : IO) : Nil
    LOG << "shown"
    io << "s"
  end
end

class Holder
  def initialize(@shown : Shown)
  end
end

p [[Holder.new(Shown.new)]]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.join + ":") }
# --- a variable of the environment as one of several targets, in code that is not followed
ENV["PREFIX"] = "a"
year = Time.utc.year
while (year -= 1) > 2020
  ENV["PREFIX"], other = "b", "c"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]) }
# --- several targets of which the first is a property, in code that is not followed
LOG = [] of String

class Setting
  getter name = "a"

  def name=(name : String)
    LOG << name
    @name = name
  end
end

setting = Setting.new
year = Time.utc.year
while (year -= 1) > 2020
  setting.name, other = "b", "c"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.first? || "none") }
# --- an operator of code that is not followed, as it is assigned
LOG = [] of String

class Sum
  def +(other)
    LOG << "plus"
    self
  end
end

sum = Sum.new
year = Time.utc.year
while (year -= 1) > 2020
  sum += 1
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.first? || "none") }
# --- a method behind a block's parameter of that name, in code that is not followed
LOG = [] of String

def helper
  LOG << "called"
end

year = Time.utc.year
while (year -= 1) > 2020
  [1].each { |helper| helper + 1 }
  helper
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.first? || "none") }
# --- nested module of a parent, extended
class Parent
  module Inner
    def pre
      "parent:"
    end
  end
end
module Inner
  def pre
    "top:"
  end
end
class Child < Parent
  extend Inner
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.pre) }
# --- nested class of a parent, derived from
class Parent
  class Inner
    def pre
      "parent:"
    end
  end
end
class Inner
  def pre
    "top:"
  end
end
class Child < Parent
  class C1 < Inner
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child::C1.new.pre) }
# --- what is private to the file comes first
private def own_name
  "private:"
end

def own_name
  "public:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: own_name) }
