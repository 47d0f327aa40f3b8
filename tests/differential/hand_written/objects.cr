# --- a method of an instance
class Naming
  def initialize(@app : String)
  end

  def key
    "#{@app}:sess:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Naming.new(ENV["APP_NAME"]? || "app").key) }
# --- an inherited class method
class Base
  def self.prefix_for(name)
    "#{name}-#{suffix}:"
  end

  def self.suffix
    "base"
  end
end

class Child < Base
  def self.suffix
    "child"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.prefix_for("x")) }
# --- super with other arguments
class Base
  def key(name)
    "#{name}:"
  end
end

class Child < Base
  def key(name)
    super("child-#{name}")
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.new.key("n")) }
# --- super without parentheses passes the arguments on
class Base
  def key(name, tail = "t")
    "#{name}#{tail}:"
  end
end

class Child < Base
  def key(name, tail = "c")
    name = "changed"
    super + "x:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Child.new.key("n")) }
# --- previous_def
def make_key(name)
  "#{name}:"
end

def make_key(name)
  "v2:" + previous_def
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: make_key("n")) }
# --- a method is called before it is redefined
def key_now
  "first:"
end

pre = key_now

def key_now
  "second:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a reopened class
class Settings
  def key
    "old:"
  end
end

class Settings
  def key
    "new:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.new.key) }
# --- overloads by number of arguments
def join_key(a)
  "one-#{a}:"
end

def join_key(a, b)
  "two-#{a}-#{b}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: join_key("x", "y") + join_key("z")) }
# --- overloads by type
def text_of(value : Int32)
  "i#{value}"
end

def text_of(value : String)
  "s#{value}"
end

def text_of(value : Nil)
  "nil"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text_of(1)}#{text_of(ENV["MODE"]?)}:") }
# --- overloads with and without a block
def wrap
  "plain:"
end

def wrap
  "block-#{yield}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: wrap { "b" } + wrap) }
# --- external names
def key(for name : String, in space : String)
  "#{space}:#{name}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: key(in: "s", for: "n")) }
# --- a splat
def join_all(*parts)
  parts.join(":") + ":"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: join_all("a", ENV["MODE"]? || "m", "c")) }
# --- a splat of a tuple
def join_two(a, b)
  "#{a}.#{b}:"
end

PAIR = {"left", "right"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: join_two(*PAIR)) }
# --- arguments behind a splat are named
def join_all(*parts, with separator = "-")
  parts.join(separator) + ":"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: join_all("a", "b", with: "+")) }
# --- a double splat
OPTIONS = {url: "redis://h/1", prefix: "base:"}
Session.configure { |c| c.store = RedisStore.new(**OPTIONS.merge(prefix: "x:")) }
# --- a double splat parameter
def build(**options)
  RedisStore.new(**options.merge(url: "redis://built/2"))
end

Session.configure { |c| c.store = build(prefix: "b:", url: "redis://h/1") }
# --- positional arguments of the store
Session.configure { |c| c.store = RedisStore.new("redis://pos/1", "pos:", 2.hours) }
# --- positional arguments of the database store
Session.configure { |c| c.store = DatabaseStore.new("people_sessions", 1.day) }
# --- a constructor that completes its argument
class TenantStore < RedisStore
  def initialize(url : String, prefix : String)
    super(url: url, prefix: prefix.ends_with?(":") ? prefix : prefix + ":")
  end
end

Session.configure { |c| c.store = TenantStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none") }
# --- a constructor that changes the instance variable
module Shop
  class RedisStore < Session::Store(UserSession)
    def initialize(@url : String, @prefix : String)
      @prefix = "#{@prefix}:" unless @prefix.ends_with?(':')
    end
  end
end

Session.configure { |c| c.store = Shop::RedisStore.new("redis://h/1", "shop") }
# --- defaults in the class body
module Shop
  class RedisStore < Session::Store(UserSession)
    @prefix : String = "body:"
    @url = "redis://body/3"

    def initialize
    end
  end
end

Session.configure { |c| c.store = Shop::RedisStore.new }
# --- a property with a default, set later
module Shop
  class RedisStore < Session::Store(UserSession)
    property prefix : String = "default:"
    property url : String = "redis://d/1"

    def initialize
    end
  end
end

store = Shop::RedisStore.new
store.prefix = "later:" if ENV["AZU_ENV"]? == "production"
Session.configure { |c| c.store = store }
# --- a property of the documented store is set later
store = RedisStore.new(url: "redis://h/1", prefix: "first:")
Session.configure { |c| c.store = store }
store.prefix = "second:"
# --- tap sets the prefix
Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: "a:").tap(&.prefix = "tapped:")
end
# --- tap with a block sets the URL
Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: "a:").tap { |store| store.url = "redis://t/2" }
end
# --- a method changes the store that it is given
def scope_to(store, name)
  store.prefix = name + ":"
end

store = RedisStore.new(url: "redis://h/1", prefix: "a:")
scope_to(store, "scoped")
Session.configure { |c| c.store = store }
# --- the key method comes from a module
module ShopKeys
  private def prefixed(key : String) : String
    "module:#{key}"
  end
end

class ShopStore < Session::RedisStore(UserSession)
  include ShopKeys
end

Session.configure { |c| c.store = ShopStore.new(client: Redis.new(url: "redis://h/1")) }
# --- the key method comes from a macro
macro key_prefix(text)
  private def prefixed(key : String) : String
    {{text}} + key
  end
end

class ShopStore < Session::RedisStore(UserSession)
  key_prefix "macro:"
end

Session.configure { |c| c.store = ShopStore.new(client: Redis.new(url: "redis://h/1")) }
# --- the key method of the reopened store
class Session::RedisStore(T)
  private def prefixed(key : String) : String
    "reopened:#{key}"
  end
end

Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h/1")) }
# --- the key method is inherited twice
class FirstStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    "first:#{super}"
  end
end

class SecondStore < FirstStore
  private def prefixed(key : String) : String
    "second:#{super}"
  end
end

Session.configure { |c| c.store = SecondStore.new(client: Redis.new(url: "redis://h/1")) }
# --- the key method reads the environment
class ShopStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    case ENV["AZU_ENV"]?
    when "production" then "live:#{key}"
    when nil          then "local:#{key}"
    else                   "other:#{key}"
    end
  end
end

Session.configure { |c| c.store = ShopStore.new(client: Redis.new(url: "redis://h/1")) }
# --- an included module's method
module Named
  def full_name
    "named-#{short_name}:"
  end
end

class App
  include Named

  def short_name
    "app"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: App.new.full_name) }
# --- extend gives class methods
module Named
  def full_name
    "ext-#{name.split("::").last.size > 0}:"
  end
end

class App
  extend Named
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: App.full_name) }
# --- a module that extends itself
module Keys
  extend self

  def main
    prefix_text + tail
  end

  def tail
    ":"
  end

  private def prefix_text
    "self"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Keys.main) }
# --- the last included module wins
module One
  def label
    "one:"
  end
end

module Two
  def label
    "two:"
  end
end

class Both
  include One
  include Two
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Both.new.label) }
# --- a generic class
class Box(T)
  getter value : T

  def initialize(@value : T)
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Box(String).new("boxed").value}#{Box.new(3).value}:") }
# --- an abstract class
abstract class Policy
  abstract def key : String

  def full
    key + ":"
  end
end

class Live < Policy
  def key : String
    "live"
  end
end

class Local < Policy
  def key : String
    "local"
  end
end

policy = ENV["AZU_ENV"]? == "production" ? Live.new : Local.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: policy.full) }
# --- self calls and setters
class Settings
  property key = "start:"

  def shout
    self.key = key.upcase
    self
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.new.shout.key) }
# --- a class method counts
class Counter
  @@count = 0

  def self.next
    @@count += 1
  end
end

Counter.next
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "c#{Counter.next}:") }
# --- a value that is made once
class Settings
  @@key : String?

  def self.key
    @@key ||= ENV["APP_NAME"]? || "once"
  end
end

first = Settings.key
ENV["APP_NAME"] = "changed"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.key + ":") }
# --- operators of a class
struct Key
  getter text : String

  def initialize(@text)
  end

  def +(other : String)
    Key.new("#{@text}/#{other}")
  end

  def [](i : Int32)
    @text + i.to_s
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (Key.new("a") + "b")[2] + ":") }
# --- to_s of a class
class Tenant
  def initialize(@name : String)
  end

  def to_s(io : IO) : Nil
    io << "tenant-" << @name
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Tenant.new("x")}:") }
# --- delegate
class Inner
  def key
    "inner:"
  end
end

class Outer
  delegate key, to: @inner

  def initialize
    @inner = Inner.new
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Outer.new.key) }
# --- a default argument refers to an earlier one
def make_key(name : String, tail : String = "-#{name}")
  name + tail + ":"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: make_key("n")) }
# --- the finalizer of a builder
class Builder
  def initialize
    @parts = [] of String
  end

  def add(part)
    @parts << part
    self
  end

  def done
    @parts.join(":") + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Builder.new.add("a").add(ENV["MODE"]? || "b").done) }
# --- the same object under two names
class Settings
  property key = "one:"
end

a = Settings.new
b = a
b.key = "two:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: a.key) }
# --- a struct is copied
struct Options
  property key = "one:"
end

a = Options.new
b = a
b.key = "two:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: a.key) }
# --- is_a? and as?
class Special < RedisStore
end

store = Special.new(url: "redis://h/1", prefix: "s:")
store.prefix = "special:" if store.is_a?(RedisStore)
Session.configure { |c| c.store = store }
# --- responds_to?
class Settings
  def key
    "responds:"
  end
end

settings = Settings.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: settings.responds_to?(:key) ? settings.key : "no:") }
# --- a query getter is made once
class Config
  getter env : String { ENV["AZU_ENV"]? || "development" }
  getter? live : Bool { env == "production" }
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Config.new.live? ? "live:" : "local:") }
# --- class getter instance keeps what is set
class AppConfig
  class_getter instance : AppConfig { new }
  property prefix : String = "first:"
end

AppConfig.instance.prefix = "second:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: AppConfig.instance.prefix) }
# --- lazy class property
class Settings
  class_property prefix : String { ENV["PREFIX"]? || "lazy:" }
  class_property? shared : Bool { prefix == "lazy:" }
end

Settings.prefix = "set:" if ENV["AZU_ENV"]? == "test"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.shared? ? "shared:" : Settings.prefix) }
# --- a setter that is named like its getter
class Config
  getter prefix = "none:"

  def self.draw
    config = new
    with config yield config
    config
  end

  def prefix(@prefix : String)
  end
end

config = Config.draw { prefix "drawn:" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: config.prefix) }
# --- a parameter's name is a method's elsewhere
def prefix_of(name)
  name
end

def name(text = "x", &)
  text + yield
end

pre = name "y" do
  "z:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- delegate of an index
class Source
  def initialize(@values : Hash(String, String))
  end

  delegate :[], :[]?, :has_key?, to: @values
end

source = Source.new({"prefix" => "src:"})
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: source["prefix"]) }
# --- comparable versions with equality
class Version
  include Comparable(Version)
  getter number : Int32

  def initialize(@number)
  end

  def <=>(other : Version)
    number <=> other.number
  end
end

a = Version.new(2)
b = Version.new(2)
text = "#{a == b}#{a != b}#{a <= b}#{[Version.new(3), a].min.number}#{a.clamp(Version.new(5), Version.new(9)).number}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- a struct in an array
record Node, name : String, port : Int32 = 1
nodes = [Node.new("a"), Node.new("b", 2)]
text = "#{nodes.index(Node.new("b", 2))}#{nodes.includes?(Node.new("b"))}#{nodes.uniq.size}#{(nodes - [Node.new("a")]).size}#{Node.new("a") == nil}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- def_equals
class Key
  getter name : String
  def_equals_and_hash @name

  def initialize(@name)
  end
end

same = Key.new("a") == Key.new("a")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: same ? "same:" : "other:") }
# --- own == in a case
class Key
  getter name : String

  def initialize(@name)
  end

  def ==(other : Key)
    name == other.name
  end
end

text = case Key.new("a")
       when Key.new("a") then "same:"
       else                   "other:"
       end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- an object with == in an array of arrays
class Key
  getter name : String

  def initialize(@name)
  end

  def ==(other : Key)
    name == other.name
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[Key.new("a")] == [Key.new("a")]}:") }
# --- an object is not nil
class Key
end

key = Key.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{key == nil}#{key != nil}#{key == "a"}:") }
# --- records are equal by value
record Key, app : String, env : String

PREFIXES = {Key.new("shop", "production") => "sp:", Key.new("shop", "test") => "st:"}
key = Key.new("shop", ENV["AZU_ENV"]? || "test")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: PREFIXES[key]? || "other:") }
# --- mutex singleton
class Settings
  @@mutex = Mutex.new
  @@instance : Settings?

  def self.instance : Settings
    @@mutex.synchronize { @@instance ||= new }
  end

  getter prefix : String

  def initialize
    @prefix = ENV["PREFIX"]?.try(&.rchop(':')) || "mutex"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.instance.prefix + ":") }
# --- getter that is false once
class Flags
  property calls = 0
  getter? on : Bool { self.calls += 1; false }
end

flags = Flags.new
flags.on?
flags.on?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{flags.calls}#{flags.on?}:") }
# --- Comparable of strings in a struct
struct Name
  include Comparable(Name)
  getter text : String

  def initialize(@text)
  end

  def <=>(other : Name)
    text.downcase <=> other.text.downcase
  end
end

names = [Name.new("b"), Name.new("A"), Name.new("c")]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{names.sort.map(&.text).join}#{names.max.text}#{Name.new("X") == Name.new("x")}#{names.includes?(Name.new("a"))}#{names.index(Name.new("C"))}:") }
# --- structs with == of their own as keys
struct Key
  getter text : String

  def initialize(@text)
  end

  def ==(other : Key)
    text.downcase == other.text.downcase
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{[Key.new("a")].includes?(Key.new("A"))}#{ {Key.new("a"), 1} == {Key.new("A"), 1} }:") }
# --- getter! without a value
class Named
  getter! name : String
end

pre = begin
  Named.new.name
rescue NilAssertionError
  "nil:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a lazy getter? is evaluated once
class Lazy
  class_property count = 0
  getter?(on : Bool) { Lazy.count += 1; false }
end

lazy = Lazy.new
lazy.on?
lazy.on?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Lazy.count}:") }
# --- a lazy getter of a class is evaluated once
class Lazy
  class_getter(prefix : String) { ENV["PREFIX"]? || "unset:" }
end

first = Lazy.prefix
ENV["PREFIX"] = "later:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: first + Lazy.prefix) }
# --- the name of a generic class's type
class Box(T)
  def initialize(@value : T)
  end

  def name
    T.name
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Box.new(1).name}#{Box(Int32)}:") }
# --- an array compares as its elements' class does
class Name
  def initialize(@text : String)
  end

  def_equals_and_hash @text
end

same = [Name.new("a")] == [Name.new("a")]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{same}:") }
# --- a hash finds a key as its class compares
class Name
  def initialize(@text : String)
  end

  def_equals_and_hash @text
end

table = {Name.new("a") => "found:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: table[Name.new("a")]? || "none:") }
# --- an overload that only the parent has
class Base
  def url(database : Int32)
    "redis://h/#{database}"
  end

  def self.prefix(name : String)
    name + ":"
  end

  def names(&)
    yield "a"
  end
end

class Child < Base
  def url
    url(4)
  end

  def self.prefix(number : Int32)
    prefix("n#{number}")
  end

  def names
    all = "x"
    names { |name| all += name }
    all
  end
end

Session.configure { |c| c.store = RedisStore.new(url: Child.new.url, prefix: Child.prefix(3) + Child.new.names) }
# --- what can be compared with its own kind is not equal to others
class Anything
  include Comparable(Anything)

  def <=>(other)
    0
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Anything.new == "x" ? "same:" : "other:") }
# --- pointer to a method binds its object
class Named1
  getter name
  def initialize(@name : String)
  end
end
o = Named1.new("first:")
f = ->o.name
o = Named1.new("second:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: f.call) }
# --- splat later
def over3(a)
  "one:"
end
def over3(*a)
  "all:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: over3("q")) }
# --- more restrictions, less special
def over6(a : String, b)
  "one:"
end
def over6(a : Object, b : Object)
  "two:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: over6("q", "r")) }
# --- define of a class by name
class Def1
  def self.name_of
    "old:"
  end
end
def Def1.name_of
  "new:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Def1.name_of) }
# --- a child's by name
class Def2
  def self.name_of
    "old:"
  end
end
class Def3 < Def2
end
def Def3.name_of
  "new:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Def3.name_of) }
# --- reopened by path within a module
class Path1
  class In
    def x
      "old:"
    end
  end
end
module Path2
  class Path1::In
    def x
      "new:"
    end
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Path1::In.new.x) }
# --- setter before the property
class Set1
  def name=(v : String)
    @name = v + "!"
  end
  property name : String = "n"
end
s = Set1.new
s.name = "x"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: s.name + ":") }
# --- environment's own question
module ENV
  def self.[]?(key : String)
    key == "PREFIX" ? "patched:" : previous_def
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "none:") }
# --- nil written otherwise
struct Nil
  def to_s(io : IO) : Nil
    io << "nothing"
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{nil}:") }
# --- method at the top level named as one of lists, alone
class Object
end
def size
  1
end
pre = ""
%w(a b c).each { |x| pre += x }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a class calls a method of its own in its body
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "first:") }
class Boot
  def self.setup
    Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "second:") }
  end
  setup
end
# --- a class calls what it inherits in its body
class Dsl
  @@names = [] of String
  def self.add(name)
    @@names << name
  end
  def self.all
    @@names
  end
end
class Mine < Dsl
  add "a"
  add("b")
end
class Yours < Dsl
  add "c"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Mine.all.join + Yours.all.join + Dsl.all.join) }
# --- a class calls what it is extended by in its body
module Dsl
  @@texts = {} of String => String
  def option(name, value)
    TEXTS_Q["#{self.name.split('_').first}.#{name}"] = value
  end
  TEXTS_Q = {} of String => String
end
class Mine
  extend Dsl
  option :a, "x"
  option "b", "y"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Dsl::TEXTS_Q.to_s) }
# --- calls in the body of a class, with conditions
class Dsl
  @@n = 0
  def self.bump(by = 1)
    @@n += by
  end
  def self.n
    @@n
  end
  bump
  bump(5) if ENV["AZU_ENV"]?
  if ENV["FLAG"]?
    bump 100
  else
    bump by: 20
  end
  3.times { bump 2 }
  %w(a b).each { |x| bump x.size }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "n#{Dsl.n}") }
# --- a class calls a top-level method in its body
LIST_Q = [] of String
def remember_q(x)
  LIST_Q << x
end
class Dsl
  remember_q "one"
end
module Other
  remember_q("two")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LIST_Q.join) }
# --- a library may run the block that a class gives it
class Boot
  at_exit { Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "exit:") } }
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "first:") }
# --- forward_missing_to
class Config
  @h = {} of String => String
  forward_missing_to @h
  def prefix
    fetch_own
  end
  def fetch_own
    @h.fetch("prefix") { "none" }
  end
end
w = Config.new
w["prefix"] = "x"
w["b"] = "y"
text = w.map { |k, v| "#{k}=#{v}" }.join("&") + w.size.to_s + w.prefix + w.has_key?("q").to_s
w.delete("b")
w.each { |k, v| text += k + v }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + w["b"]?.inspect) }
# --- forward_missing_to a method, from a subclass
class Inner
  property name = "inner"
  def shout(times = 1, *, suffix = "!")
    name.upcase * times + suffix
  end
end
class Outer
  getter inner = Inner.new
  forward_missing_to inner
end
class More < Outer
  def extra
    "extra"
  end
end
o = More.new
o.name = "renamed"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: o.shout(2, suffix: "?") + o.name + o.extra) }
# --- what objects have is not forwarded
class Wrapper
  def initialize(@text : String)
  end
  forward_missing_to @text
end
w = Wrapper.new("aB")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{w == "aB"} #{w.nil?} #{w.size} #{(w =~ /a/).inspect} #{w.in?([w])} #{w.starts_with?("a")}") }
# --- keys that are equal by their fields
class Key
  getter name : String
  getter number : Int32
  property note = ""
  def initialize(@name, @number)
  end
  def_equals_and_hash @name, @number
end
a = Key.new("x", 1)
b = Key.new("x", 1)
d = Key.new("x", 2)
h = {a => "one"}
h[d] = "two"
text = "#{a == b}#{a != b}#{a == d}#{h[b]}#{h.size}#{h.has_key?(Key.new("y", 1))}#{[a, b, d].uniq.size}#{[a].includes?(b)}#{[a, d].index(d)}#{a == nil}#{Set{a, b, d}.size}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- a key that changes
class Key
  property name : String
  def initialize(@name)
  end
  def_equals_and_hash @name
end
a = Key.new("x")
h = {a => "one"}
a.name = "y"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: h[a]? || "lost") }
# --- equality by fields in a subclass
class Key
  getter name : String
  def initialize(@name)
  end
  def_equals_and_hash @name
end
class Sub < Key
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Key.new("a") == Sub.new("a")}#{Sub.new("a") == Key.new("a")}#{Sub.new("a") == Sub.new("a")}") }
# --- a class variable of a class between two others
class Top
  class_property prefix = 1
end
class Middle < Top
end
class Bottom < Middle
  @@prefix = 2
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Middle.prefix}") }
# --- the body of a record
REC_R1 = [] of String
def r1(x)
  REC_R1 << x
end
record Thing, a : Int32 do
  r1 "rec"
  REC_R1 << "send"
  def b
    a + 1
  end
end
module Outer
  record Inner, a : Int32 do
    r1 "inner"
  end
  record Plain, a : String
end
record Empty
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{Thing.new(1).b}", prefix: REC_R1.join + Outer::Plain.new("x").a) }
# --- the fields of a record are no variables
name = "real:"
record Conf, name : String = "wrong:", other = "x"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: name + Conf.new.name + Conf.new.other) }
# --- overloads by parent and child class
class Animal
end

class Dog < Animal
end

class Puppy < Dog
end

def describe(animal : Animal)
  "animal"
end

def describe(animal : Dog)
  "dog"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{describe(Animal.new)}-#{describe(Puppy.new)}:") }
# --- overloads by number type
def number_name(value : Int32)
  "int"
end

def number_name(value : Float64)
  "float"
end

def number_name(value : Int64)
  "long"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{number_name(1)}-#{number_name(1.5)}-#{number_name(1_i64)}:") }
# --- overloads of a class, its child and a module
module Shouts
end

class Voice
end

class LoudVoice < Voice
  include Shouts
end

module Speak
  def self.say(voice : Voice, text : String)
    text
  end

  def self.say(voice : Shouts, text : String)
    text.upcase
  end

  def self.say(voice : LoudVoice, text)
    "!#{text}"
  end
end

Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: Speak.say(Voice.new, "a") + Speak.say(LoudVoice.new, "b") + ":")
end
# --- overloads of a union and a number
def sized(value : Int32 | String)
  "either"
end

def sized(value : String)
  "text"
end

def sized(value : Number)
  "number"
end

Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: "#{sized("a")}#{sized(1.5)}:")
end
# --- a struct that changes while it is handed on
struct Named
  property name = "a"
end

def first(one, other)
  one.name
end

named = Named.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: first(named, (named.name = "b"))) }
# --- a struct that changes in a hash that is written down
struct Named
  property name = "a"
end

named = Named.new
all = {"one" => named, "other" => (named.name = "b"; named)}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all["one"].name) }
# --- what a library calls of what it is given
LOG = [] of String

class Output < IO
  def read(slice : Bytes)
    0
  end

  def write(slice : Bytes) : Nil
    LOG << String.new(slice)
  end
end

Output.new.puts "x"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOG.first? || "none") }
# --- the largest is found by the order alone
class V
  include Comparable(V)
  getter n : Int32
  def initialize(@n)
  end
  def <=>(other : V)
    n <=> other.n
  end
  def >(other : V)
    n < other.n
  end
end
a = [V.new(1), V.new(3), V.new(2)]
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{a.max.n}#{a.min.n}#{a.sort.map(&.n).join}").to_s) }
# --- what is gone through has a method of its own in place of one
class C
  include Enumerable(Int32)
  def each
    yield 3
    yield 1
  end
  def max?
    7
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (C.new.max).to_s) }
# --- objects that are joined are written
class C
  def to_s
    "plain"
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{C.new.to_s}#{[C.new].join.starts_with?("#<C")}").to_s) }
# --- to_s and what writes are different
class C
  def to_s
    "plain"
  end
  def to_s(io)
    io << "io"
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{C.new}|#{C.new.to_s}|#{[C.new].join(",")}").to_s) }
# --- an object in a text that is built
class C
  def to_s
    "plain"
  end
  def to_s(io)
    io << "io"
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (String.build { |io| io << C.new << "," << C.new.to_s }).to_s) }
# --- a set goes by hashes
class C
  def ==(o : C)
    true
  end
end
s = Set{C.new, C.new}
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (s.size).to_s) }
# --- dashes in the name of a member
enum Size
  BigOne
  Small
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{Size.parse?("big_one")}#{Size.parse?("BIGONE")}#{Size.parse?("x").inspect}#{Size.parse?("Big-One")}").to_s) }
# --- a sum of sizes that are floats
class A
  def size
    1.5
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (([] of A).sum(&.size)).to_s) }
# --- the previous definition has the same types
def f(x : Int32)
  "int"
end
def f(x)
  "any"
end
def f(x : Int32)
  "new" + previous_def
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (f(1)).to_s) }
# --- what every object responds to
class A
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{A.new.responds_to?(:to_s)}#{A.new.responds_to?(:inspect)}#{A.new.responds_to?(:hash)}#{A.new.responds_to?(:same?)}#{A.new.responds_to?(:dup)}#{A.new.responds_to?(:each)}").to_s) }
# --- what each gives
class P
  include Enumerable(Int32)
  def each
    yield 1
    yield 2
    self
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{P.new.find { |x| x > 1 }}#{P.new.reduce { |a, b| a * 10 + b }}#{P.new.each_with_index { |x, i| }.inspect}#{P.new.partition(&.odd?)}#{P.new.tally}").to_s) }
# --- a literal becomes another type only where nothing takes it
class A
  def f(x)
    "any"
  end
end
class B < A
  def f(x : Int64)
    "i64"
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (B.new.f(1)).to_s) }
# --- a symbol becomes a member only where nothing takes it
enum C
  Red
  Green
end
def f(x : C)
  "enum"
end
def f(x)
  "any"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (f(:red)).to_s) }
# --- overloads for a class, what derives from it, and others
class P
end
class K < P
end
class G < K
end
def f(x : P | Int32)
  "p"
end
def f(x : K)
  "k"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (f(P.new) + f(K.new) + f(G.new) + f(1)).to_s) }
# --- overloads for unions within each other
def f(x : String | Int32 | Nil)
  "three"
end
def f(x : String | Nil)
  "two"
end
def f(x : String)
  "one"
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (f(1) + f(nil) + f("a")).to_s) }
# --- a literal where a generic class has its type
class Box(T)
  getter v : T
  def initialize(@v : T)
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: (Box(Float64).new(5).v).to_s) }
# --- a generic class has the types of what it is made with
class Box(T)
  getter value : T
  def initialize(@value : T)
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{Box(String).new("boxed").value}#{Box.new(3).value}#{Box.new(1.5).value}").to_s) }
# --- a literal for a generic class that another derives from
class Box(T)
  property value : T
  def initialize(@value : T)
  end
end
class Sub(U) < Box(Float64)
  getter u : U
  def initialize(@u : U)
    super(7)
  end
end
Session.configure { |config| config.store = RedisStore.new(url: "redis://h/1", prefix: ("#{Sub.new(5).value}#{Sub.new(5).u}").to_s) }
# --- a splat of another type is for the inherited method
class Base
  def name(*parts)
    "base"
  end

  def options(**given)
    "base"
  end
end

class Derived < Base
  def name(*parts : Int32)
    "derived"
  end

  def options(**given : Int32)
    "derived"
  end
end
one = Derived.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: one.name("x") + one.name(1) + one.options(a: "x") + one.options(a: 1) + ":") }
# --- a key's own hash method changes it
class Key3
  property n = 0
  def hash(hasher)
    @n += 1
    hasher
  end
end
k = Key3.new
h = {k => 1}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{k.n > 0}:") }
# --- an own hash method of what a set holds
class Key4
  property n = 0
  def hash(hasher)
    @n += 1
    hasher
  end
end
k = Key4.new
h = Set{k}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{k.n > 0}:") }
# --- an own hash method within a key
class Key9
  property n = 0
  def hash(hasher)
    @n += 1
    hasher
  end
end
k = Key9.new
h = { {k, 1} => 1 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{k.n > 0}:") }
# --- an own unary operator that code calls conditionally
LOGS10 = ["a"]
class Un
  def -
    LOGS10 << "m"
    self
  end
end
u = Un.new
-u if Process.pid > 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: LOGS10.join) }
# --- super without parentheses passes on what splats took
class Wide
  def count(name, *rest, **options)
    "#{name}#{rest.size}#{options.keys.join}"
  end
end

class Wider < Wide
  def count(name, *rest, **options)
    super
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Wider.new.count("q", 1, 2, w: 3)}:") }
# --- a size that everything has but what has its own
class Object
  def size
    99
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"abc".size}#{[1].size}#{ {1, 2}.size}#{5.size}#{nil.size}#{Set{1}.size}#{:abc.size}:") }
# --- a replacement of a core method that is asked after the core's own
class File
  def self.read_or(name, other)
    exists?(name) ? read(name) : other
  end
  def self.exists?(name)
    true
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{File.exists?("/nope")}:") }
# --- a core module is given a method
module Comparable(T)
  def within?(a, b)
    self >= a && self <= b
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{3.within?(2, 5)}:") }
# --- a comparable is itself without being asked
class Ver
  include Comparable(Ver)
  getter n : Int32
  def initialize(@n)
  end
  def <=>(other : Ver)
    n == 0 ? nil : n <=> other.n
  end
end
a = Ver.new(0)
pre = "#{a < a}#{a == a}#{a >= a}#{a == Ver.new(0)}#{a != a}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- a comparable asks for others
LOG = [] of String
class Ver
  include Comparable(Ver)
  def <=>(other : Ver)
    LOG << "asked"
    0
  end
end
a = Ver.new
a == a
a == Ver.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{LOG.size}:") }
# --- super alone with double splat
class A1 < RedisStore
  def initialize(url = "redis://shop/1", prefix = "shop:", **rest)
    super
  end
end
Session.configure { |c| c.store = A1.new(prefix: "custom:") }
# --- super alone with names behind a splat
class B
  getter text : String
  def initialize(a, *more, b = "x", **rest)
    @text = "#{a}#{more.join}#{b}#{rest.size}"
  end
end
class C < B
  def initialize(a, *more, b from = "y", **rest)
    super
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new("p", "q", 1, b: "z", c: 3, d: 4).text) }
# --- super alone after an assignment
class B
  def call(x, y)
    "#{x}#{y}:"
  end
end
class C < B
  def call(x, y = "d")
    x += "1"
    super
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new.call("p") + C.new.call(y: "n", x: "m")) }
# --- super alone from a block
class B
  def call(x)
    yield x
  end
end
class C < B
  def call(x)
    super { |y| yield y + "!" }
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new.call("p") { |z| z + ":" }) }
# --- super alone within a block with the same name
class B
  def call(x)
    "b#{x}"
  end
end
class C < B
  def call(x)
    ["i", "j"].map { |x| super }.join("-")
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new.call("p")) }
# --- previous definition alone, with splats
class B
  def call(*x, **y)
    "#{x.join}#{y.values.join}:"
  end
  def call(*x, **y)
    "2" + previous_def
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: B.new.call("a", "b", c: "d")) }
# --- super alone, a bare splat
class B
  def call(a, *, b)
    "#{a}#{b}:"
  end
end
class C < B
  def call(a, *, b)
    "c" + super
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new.call("p", b: "q")) }
# --- super alone with fields
class B
  def initialize(@a : String, @b : String = "bb")
  end
  def text
    "#{@a}#{@b}:"
  end
end
class C < B
  def initialize(@a, @b = "cc")
    super
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C.new("a").text + C.new(b: "x", a: "y").text) }
# --- case over a struct
abstract struct Result
end
struct Fine < Result
  getter value : String
  def initialize(@value); end
end
struct Bad < Result
  getter reason : String
  def initialize(@reason); end
end
def load(name) : Result
  (value = ENV[name]?) ? Fine.new(value) : Bad.new("no #{name}")
end
prefix = case result = load("PREFIX")
         in Fine then result.value
         in Bad then result.reason.tr(" ", "-")
         in Result then "never"
         end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix + "/") }
# --- what does not become another type in a condition may be nil to the compiler
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
pre = if number = given.as?(Int32)
        "number#{number}"
      elsif text = given.as?(String)
        text
      else
        "none"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- nor where another type is the alternative
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{given.as?(Int32) || given.as?(String)}:") }
# --- what becomes another type in a condition
given = ENV["SHARD"]? ? "text" : 5
pre = if number = given.as?(Int32)
        number + 1
      else
        "other"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- nor where that is one of two conditions
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
pre = if given && (number = given.as?(Int32))
        "number#{number}"
      else
        given.inspect
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- nor in a case
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
pre = case given
      when .as?(Int32)    then "number"
      when .is_a?(String) then "text"
      else                     "none"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- nor where it is asked for its type
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
pre = given.as?(Int32).is_a?(Int32) ? "number" : given.inspect
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- an alternative is asked for its type
given = ENV["SHARD"]?.try { |text| text.to_i? || text }
pre = (given || 5).is_a?(Int32) ? "number" : given.inspect
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- what is assigned is asked for its type
pre = (mode = ENV["MODE"]?).nil? ? "none" : mode
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
