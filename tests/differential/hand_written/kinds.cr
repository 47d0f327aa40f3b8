# --- an enum that is parsed
enum Backend
  Redis
  Database
  Memory
end

backend = Backend.parse?(ENV["STORE"]? || "") || Backend::Memory
Session.configure do |c|
  c.store = case backend
            in .redis?    then RedisStore.new(url: "redis://h/1", prefix: "e:")
            in .database? then DatabaseStore.new(table: "enum_sessions")
            in .memory?   then MemoryStore.new
            end
end
# --- parse raises for another name
enum Mode
  Blue
  Green
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Mode.parse(ENV["MODE"]? || "red")}:") }
# --- the values of an enum
enum Level
  Low    = 1
  Middle = 5
  High
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Level::High.value}#{Level::Low}#{Level.from_value(5)}#{Level.values.size}#{Level.names.join}:") }
# --- the comparison of enums
enum Level
  Low
  High
end

level = ENV["AZU_ENV"]? == "production" ? Level::High : Level::Low
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{level > Level::Low}#{level == Level::Low}#{level.to_s.downcase}:") }
# --- an enum with methods
enum Stage
  Production
  Development

  def self.current
    parse?(ENV["AZU_ENV"]? || "development") || Development
  end

  def prefix
    production? ? "live:" : "#{to_s.downcase}:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Stage.current.prefix) }
# --- flags
@[Flags]
enum Feature
  Sharded
  Cached
  Audited
end

features = Feature::Sharded | Feature::Audited
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{features.sharded?}#{features.includes?(Feature::Cached)}#{features.value}#{features}:") }
# --- a symbol becomes an enum's member
enum Mode
  Blue
  Green
end

def prefix_for(mode : Mode)
  mode.blue? ? "b:" : "g:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix_for(:green)) }
# --- a record
record Place, url : String, prefix : String = "rec:"
place = Place.new("redis://r/1")
Session.configure { |c| c.store = RedisStore.new(url: place.url, prefix: place.prefix) }
# --- a record is copied with a change
record Place, url : String, prefix : String
place = Place.new(url: "redis://r/1", prefix: "a:").copy_with(prefix: "copied:")
Session.configure { |c| c.store = RedisStore.new(url: place.url, prefix: place.prefix) }
# --- a record with methods
record Place, host : String, database : Int32 do
  def url
    "redis://#{host}/#{database}"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: Place.new("rec", 4).url, prefix: "r:") }
# --- getters of a struct
struct Settings
  getter url : String
  getter prefix : String = "struct:"

  def initialize(@url)
  end
end

settings = Settings.new("redis://s/1")
Session.configure { |c| c.store = RedisStore.new(url: settings.url, prefix: settings.prefix) }
# --- a getter with a block is made once
class Settings
  @@made = 0
  getter prefix : String { @@made += 1; "lazy#{@@made}:" }
end

settings = Settings.new
settings.prefix
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: settings.prefix) }
# --- a getter with a question mark
class Settings
  getter? sharded : Bool = ENV["SHARD"]? != nil
  property! name : String
end

settings = Settings.new
settings.name = "q"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{settings.name}#{settings.sharded?}:") }
# --- class_getter
class Settings
  class_getter prefix : String = "#{ENV["APP_NAME"]? || "app"}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.prefix) }
# --- a module's class property
module Config
  class_property prefix = "default:"
end

Config.prefix = "changed:" if ENV.has_key?("TENANT")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Config.prefix) }
# --- the framework's environment
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Azu.env}:") }
# --- the framework's environment is asked
Session.configure do |c|
  c.store = Azu.env.production? ? RedisStore.new(url: "redis://h/1", prefix: "live:") : MemoryStore.new
end
# --- the framework's environment in a case
Session.configure do |c|
  case Azu.env
  when .production?, .staging? then c.store = RedisStore.new(url: "redis://h/1", prefix: "shared:")
  when .test?                  then c.store = MemoryStore.new
  else                              c.store = DatabaseStore.new(table: "dev_sessions")
  end
end
# --- the framework's environment is compared
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Azu.env == Azu::Environment::Production ? "p:" : "o:") }
# --- the framework's environments have an order
Session.configure do |c|
  prefix = Azu.env >= Azu::Environment::Staging ? "live" : "local"
  c.store = RedisStore.new(url: "redis://h/1", prefix: "#{prefix}#{Azu.env.value}:")
end
# --- the framework's environment is one of some
live = Azu.env.in?(Azu::Environment::Production, Azu::Environment::Staging)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: live ? "live:" : "local:") }
# --- the framework's environment is one of some symbols, which it never is
live = Azu.env.in?(:production, :staging)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: live ? "live:" : "local:") }
# --- the framework's environment is one of a list of symbols
live = Azu.env.in?([:production, :staging])
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: live ? "live:" : "local:") }
# --- a store of a class of one's own
class PlainStore < Session::Store(UserSession)
  def initialize(@path : String)
  end
end

Session.configure do |c|
  c.store = ENV["STORE"]? == "redis" ? RedisStore.new(url: "redis://h/1", prefix: "r:") : PlainStore.new("tmp")
end
# --- case on one line
pre = case ENV["AZU_ENV"]? when "production" then "p:" when "test" then "t:" else "d:" end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case with several values
pre = case ENV["AZU_ENV"]?
      when "production", "staging" then "shared:"
      when nil                     then "none:"
      when ""                      then "empty:"
      else                              "other:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case on a type
value = ENV["SHARD"]?.try(&.to_i?) || ENV["TENANT"]?
pre = case value
      when Int32  then "int#{value + 1}:"
      when String then "text#{value.size}:"
      when Nil    then "nil:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre || "none:") }
# --- case with a method
name = ENV["APP_NAME"]? || ""
pre = case name
      when .empty?             then "empty:"
      when .starts_with?("sh") then "sh:"
      else                          "other:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case without a subject
pre = case
      when ENV["AZU_ENV"]? == "production" then "p:"
      when ENV.has_key?("CRYSTAL_ENV")     then "c:"
      else                                      "n:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case on a tuple
pre = case {ENV["AZU_ENV"]?, ENV["CRYSTAL_ENV"]?}
      when {"production", _} then "a:"
      when {nil, String}     then "b:"
      when {nil, nil}        then "c:"
      else                        "d:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case with a splat of a list
LIVE = %w(production staging)
pre = case ENV["AZU_ENV"]? || "development"
      when .in?(LIVE) then "live:"
      else                 "local:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an assignment in a condition
if (name = ENV["TENANT"]?) && !name.empty?
  pre = "#{name}:"
else
  pre = "public:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- unless and elsif
pre = "start:"
unless ENV["PREFIX"]?
  pre = "no-prefix:"
end
if pre == "start:" && ENV["PREFIX"] == "pre"
  pre = "pre:"
elsif pre.size > 7
  pre = "long:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- && and || give values
pre = (ENV["PREFIX"]? && "set:") || (ENV["MODE"]? || "unset:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- ||= and &&= of a variable
pre = nil.as(String?)
pre ||= ENV["PREFIX"]?
pre &&= pre + "!"
pre ||= "none"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a ternary in a ternary
pre = ENV["AZU_ENV"]? == "production" ? "p" : ENV["AZU_ENV"]? == "test" ? "t" : "d"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- the last value of an if
pre = if ENV["TENANT"]?
        unused = "x"
        "tenant:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre || "nil:") }
# --- a class as a value
kind = RedisStore
prefixes = {RedisStore => "class:", MemoryStore => "memory:"}
Session.configure { |c| c.store = kind.new(url: "redis://h/1", prefix: prefixes[kind]) }
# --- typeof and a cast
value = ENV["APP_NAME"]?.as(String?)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: value.is_a?(String) ? value.as(String) + ":" : "nil:") }
# --- a named tuple of stores
Session.configure do |c|
  c.store = {production: RedisStore.new(url: "redis://p/1", prefix: "p:"), test: RedisStore.new(url: "redis://t/1", prefix: "t:")}[ENV["AZU_ENV"]? == "production" ? :production : :test]
end
# --- feature flags as a flags enum
@[Flags]
enum Feature
  Redis
  Tls
  Cluster

  def self.from_env
    (ENV["LIST"]? || "redis,tls").split(',').reduce(Feature::None) do |set, name|
      (flag = Feature.parse?(name)) ? set | flag : set
    end
  end
end

features = Feature.from_env
Session.configure do |c|
  c.store = features.redis? ? RedisStore.new(url: "redis#{"s" if features.tls?}://h", prefix: "fl:") : DatabaseStore.new(table: "fl")
end
# --- no flags
@[Flags]
enum Feature
  Redis
  Tls
end

none = Feature.parse?("none")
text = "#{none}#{Feature::None.redis?}#{Feature::All.tls?}#{none.try(&.none?)}#{Feature::None | Feature::Tls}"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- a type compares by what is one of it
mixed = [1, "x", nil]
pre = "#{mixed.select(String)}#{mixed.any?(Int32)}#{Nil === mixed.last?}#{Int32 === "1"}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre.tr("[]", "()")) }
# --- symbol for an enumeration's property
enum Mode1
  Dev
  Prod
end
class Has1
  property mode : Mode1 = Mode1::Dev
end
o = Has1.new
o.mode = :prod
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{o.mode}:") }
# --- composed flag
@[Flags]
enum Flag1
  A
  B
  AB = 3
end
pre = Flag1::A.ab? ? "yes:" : "no:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}#{Flag1::A}#{Flag1::AB}") }
# --- underscore before a member's name
enum Under1
  Blue
end
pre = Under1.parse?("_blue") ? "yes:" : "no:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- small enumeration overflows
enum Small1 : UInt8
  A = 200
end
pre = begin
  "#{Small1::A.value + 100}:"
rescue OverflowError
  "over:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- case of generic array
x = ENV["MODE"]? ? ["a"] : [1]
pre = case x
      when Array(Int32)  then "ints:"
      when Array(String) then "strings:"
      else                    "none:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- of a generic module
pre = ["a"].is_a?(Enumerable(Int32)) ? "ints:" : "no:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a path is one
pre = Path["a"].is_a?(Path) ? "path:" : "no:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- own triple equal of a class
class Own1
  def self.===(other)
    other == "magic"
  end
end
pre = case "magic"
      when Own1 then "own:"
      else "else:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- procs and enumerations in a case
enum Shade
  Light
  Dark
end

names = [] of String
Shade.each { |member, value| names << "#{member}#{value}" }
big = ->(n : Int32) { n > 1 }
text = case names.size
       when big then "big"
       else          "small"
       end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{names.join}#{text}:") }
# --- expressions tell the numbers of members
START = 10
enum Level1
  A = 1 << 2
  B
  C = A + START
  D = B
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Level1.from_value?(5)}#{Level1.from_value(14)}#{Level1::D.value}#{Level1.names.join}:") }
# --- a base of other integers
enum Small1 : UInt8
  A = 200
  B
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Small1::B.value}#{Small1::B.to_i + 100}#{Small1.from_value?(457).nil?}#{Small1.new(200)}:") }
# --- two members of one number keep their names
enum Twice1
  A = 1
  B = 1
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{Twice1.names.join}#{Twice1::B}:") }
# --- flags behind one that is zero
@[Flags]
enum Right1
  Nothing = 0
  Read
  Write
  Both = Read | Write
end
pre = ""
Right1::Both.each { |right, bits| pre += "#{right}#{bits}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}#{Right1::All.value}#{Right1::All ^ Right1::Read}#{Right1.from_value?(4).nil?}:") }
# --- a method that every enum is given
struct Enum
  def label
    "<#{to_s.downcase}>"
  end
end
enum Level2
  Low
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Level2::Low.label) }
