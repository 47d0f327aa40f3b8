# --- a macro in a module
module Naming
  macro named(name, suffix = "x")
    def self.{{name.id}}_prefix : String
      "{{name.id}}-" + {{suffix}} + ":"
    end
  end

  named shop
  named "admin", suffix: "y"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Naming.shop_prefix + Naming.admin_prefix) }
# --- a splat and a loop
macro constants(*names)
  {% for name, index in names %}
    {{name.upcase.id}}_PREFIX = "{{name.id}}{{index}}:"
  {% end %}
end

module Shop
  constants "a", "b", "c"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shop::A_PREFIX + Shop::C_PREFIX) }
# --- named pairs in a loop
class Options
  {% for name, value in {prefix: "p:", url: "redis://loop/2"} %}
    class_property {{name.id}} : String = {{value}}
  {% end %}
end
Session.configure { |c| c.store = RedisStore.new(url: Options.url, prefix: Options.prefix) }
# --- hash pairs in a loop
module Opt
  {% for name, value in {"prefix" => "p:", "url" => "redis://loop/2"} %}
    def self.{{name.id}}
      {{value}}
    end
  {% end %}
end
Session.configure { |c| c.store = RedisStore.new(url: Opt.url, prefix: Opt.prefix) }
# --- a macro whose arguments are code
macro twice(code)
  [{{code}}, {{code}}]
end

n = 0
list = twice(n += 1)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{list.join("-")}#{n}:") }
# --- precedence
macro add(a, b)
  {{a}} + {{b}}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{add(1, 2) * 3}#{add(1 + 1, 2)}:") }
# --- a macro that uses a local variable
macro grow
  text += "x"
end

text = "a"
grow
grow
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- a macro that configures
macro use_redis(prefix, url = "redis://h/1")
  Session.configure do |config|
    config.store = RedisStore.new(url: {{url}}, prefix: {{prefix}})
  end
end

use_redis "configured:"
# --- a macro with a condition of the build
macro by_flag(a, b)
  {% if flag?(:release) %}
    {{a}}
  {% else %}
    {{b}}
  {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: by_flag("r:", "d:")) }
# --- a macro that calls a macro
macro inner(name)
  def self.{{name.id}}
    {{name.id.stringify}} + ":"
  end
end

macro outer(a, b)
  inner {{a}}
  inner {{b}}
end

module Nested
  outer x, y
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Nested.x + Nested.y) }
# --- a macro with a condition on its argument
macro kind(name)
  {% if name == "a" %}
    "A:"
  {% else %}
    "other:"
  {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kind("a")) }
# --- defined twice
macro part(name)
  "first:"
end

macro part(name)
  "second:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: part(1)) }
# --- two by arity
macro parted(name)
  "one:"
end

macro parted(name, other)
  "two:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: parted(1, 2)) }
# --- a macro and a method
class WithBoth
  macro thing
    "macro:"
  end

  def self.thing
    "method:"
  end

  def self.ask
    thing
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: WithBoth.ask) }
# --- a variable of the macro's name
macro label
  "macro:"
end

label = "variable:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: label) }
# --- fresh variables
macro fresh(value)
  %text = {{value}}
  %text + %text
end

text = "z"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: fresh("a") + text + ":") }
# --- the macro's block
macro wrapped
  "<" + {{yield}} + ">"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: wrapped { "x" } + ":") }
# --- a macro on a type
module Tools
  macro prefix(name)
    {{name}} + ":"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Tools.prefix("typed")) }
# --- a postfix condition behind a call
macro set_both
  a = "1"
  b = "2"
end

a = "x"
b = "y"
set_both if ENV["FLAG"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: a + b + ":") }
# --- stringify
macro show(expression)
  {{expression.stringify}}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: show(foo) + show(1+2) + ":") }
# --- in a text
macro app(name)
  "app-{{name}}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: app(shop)) }
# --- required macro
require "./macros"

class RequiredMacroStore < Session::RedisStore(UserSession)
  keys_begin_with "required"
end

Session.configure { |c| c.store = RequiredMacroStore.new(Redis.new(url: "redis://h/1")) }
# +++ src/initializers/macros.cr
macro keys_begin_with(text)
  private def prefixed(key : String) : String
    {{text}} + ":" + key
  end
end
# --- a macro in the class itself
class OwnMacroStore < Session::RedisStore(UserSession)
  macro key_scope(*parts)
    private def prefixed(key : String) : String
      [{% for part in parts %}{{part}}, {% end %} key].join(":")
    end
  end

  key_scope "a", "b"
end

Session.configure { |c| c.store = OwnMacroStore.new(Redis.new(url: "redis://h/1")) }
# --- a module's macro for those who include it
module Keyed
  macro included
    private def prefixed(key : String) : String
      "included:#{key}"
    end
  end
end

class IncludedStore < Session::RedisStore(UserSession)
  include Keyed
end

Session.configure { |c| c.store = IncludedStore.new(Redis.new(url: "redis://h/1")) }
# --- inherited
abstract class BaseStore < Session::RedisStore(UserSession)
  macro inherited
    private def prefixed(key : String) : String
      "{{@type.name.id}}:#{key}"
    end
  end
end

class ShopStore < BaseStore
end

Session.configure { |c| c.store = ShopStore.new(Redis.new(url: "redis://h/1")) }
# --- operators around an argument
macro double(value)
  {{value}} * 2
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{double(1 + 1)}#{double(ENV["FLAG"]? ? 1 : 2)}:") }
# --- a number in a text
macro numbered(value, other)
  "n{{value}}-{{other}}:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: numbered(1_000, 7) + numbered(12, 0x1f)) }
# --- a list as an argument
macro all_of(list)
  {% for item in list %}
    PARTS << {{item}}
  {% end %}
end

PARTS = [] of String
all_of ["a", "b"]
all_of %w(c d)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: PARTS.join("-") + ":") }
# --- an empty expansion
macro nothing
end

nothing
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "n:") }
# --- a macro that raises for its build
macro checked(name)
  {% raise "no" if name == "x" %}
  {{name}}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: checked("y") + ":") }
# --- a macro in two classes
class FirstMacro
  macro labelled(x)
    def self.label
      "first-" + {{x}}
    end
  end

  labelled "a"
end

class SecondMacro < FirstMacro
  labelled "b"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: FirstMacro.label + SecondMacro.label + ":") }
# --- strings with quotes inside
macro said(text)
  "<" + {{text}} + ">"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: said("a\"b\#{c}") + said(%(x"y)) + said("p#{1 + 1}") + ":") }
# --- with parameters of a method
macro guarded(name)
  def self.{{name.id}}(value : String = "none", *, upper = false)
    upper ? value.upcase : value
  end
end

module Guarded
  guarded :first
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Guarded.first("a", upper: true) + Guarded.first + ":") }
# --- macro with an if on its argument
macro maybe_prefix(name, upper = false)
  {% if upper %}
    {{name}}.upcase
  {% else %}
    {{name}}
  {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: maybe_prefix("a:") + maybe_prefix("b:", true)) }
# --- a macro in a required module, used in a store
require "./dsl"

class DslStore < Session::RedisStore(UserSession)
  include KeyDsl
  session_namespace "dsl"
end

Session.configure { |c| c.store = DslStore.new(Redis.new(host: "h")) }
# +++ src/initializers/dsl.cr
module KeyDsl
  macro session_namespace(name)
    NAMESPACE = {{name}}

    private def prefixed(key : String) : String
      "#{NAMESPACE}:#{key}"
    end
  end
end
# --- macro included with methods
module HasPrefix
  macro included
    class_property prefix = "included:"

    def self.describe
      prefix + "x"
    end
  end
end

class WithIncluded
  include HasPrefix
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: WithIncluded.describe) }
# --- constants from a macro loop used in a table
{% for name in %w(alpha beta) %}
  PREFIX_{{name.upcase.id}} = "{{name.id}}:"
{% end %}

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: PREFIX_ALPHA + PREFIX_BETA) }
# --- macro loop over a constant
KINDS = %w(one two)

module KindMethods
  {% for kind in KINDS %}
    def self.{{kind.id}}
      {{kind}} + ":"
    end
  {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: KindMethods.one + KindMethods.two) }
# --- included twice and in a module
module Marked
  macro included
    MARK = "marked"
  end
end

module Between
  include Marked
end

class MarkedClass
  include Between

  def mark
    MARK
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: MarkedClass.new.mark + ":") }
# --- included with methods of an instance and super
module Wrapping
  macro included
    private def prefixed(key : String) : String
      "wrapped:#{super}"
    end
  end
end

class WrappedStore < Session::RedisStore(UserSession)
  include Wrapping # comment
end

Session.configure { |c| c.store = WrappedStore.new(Redis.new(host: "h")) }
# --- conditions of macros
macro conditional(name, kind = :plain, loud = false)
  {% if kind == :plain %}
    {{name}} + "-plain"
  {% else %}
    {% unless loud %}
      {{name}} + "-quiet"
    {% else %}
      {{name}} + "-loud"
    {% end %}
  {% end %}
end

Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: conditional("a") + conditional("b", :other) + conditional("c", :other, loud: true) + conditional("d", :plain) + ":")
end
# --- conditions on texts
macro by_text(name)
  {% if name == "redis" %}
    RedisStore.new(url: "redis://h/1", prefix: "by-text:")
  {% else %}
    MemoryStore.new
  {% end %}
end

Session.configure { |c| c.store = ENV["FLAG"]? ? by_text("memory") : by_text("redis") }
# --- conditions on names
macro by_name(name)
  {% if name == "redis" %} "text" {% else %} "other" {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: by_name(redis) + by_name(:redis) + by_name("redis") + ":") }
# --- a macro of the name of a property
class WithProperty
  class_property label = "property:"
end

module MacroLabel
  macro label
    "macro:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: WithProperty.label) }
# --- a macro without arguments and a getter of a store
module StoreMacros
  macro prefix
    "macro:"
  end
end

class PrefixReader < RedisStore
  def full
    "full-#{prefix}"
  end
end

store = PrefixReader.new(url: "redis://h/1", prefix: "p:")
store.prefix = store.full
Session.configure { |c| c.store = store }
# --- loops with conditions
module Looped
  {% for name in %w(a b c) %}
    {% if name != "b" %}
      def self.{{name.id}}
        {{name}} + ":"
      end
    {% end %}
  {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Looped.a + Looped.c) }
# --- conditions on two arguments
macro same_as(a, b)
  {% if a == b %} "same" {% else %} "different" {% end %}
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: same_as(1, 1) + same_as("b", 2) + ":") }
# --- included that extends
module Configurable
  macro included
    @@settings = {} of String => String
    extend ClassMethods
  end

  module ClassMethods
    def settings
      @@settings
    end

    def set(name, value)
      settings[name] = value
    end
  end
end

class ConfiguredApp
  include Configurable
  set "prefix", "class-body:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ConfiguredApp.settings["prefix"]) }
# --- a macro with code in a heredoc
macro show(x)
  <<-TEXT
    {{x}}:
    TEXT
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: show(1+1)) }
# --- a macro with code in a string behind a quote
macro show(x)
  '"'.to_s + "{{x}}:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: show(1+1)) }
# --- a macro with a loop in a string
macro twice(*x)
  "{% for a in x %}{{a}},{% end %}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: twice(1+2, 3).to_s) }
# --- a macro given a call without parentheses
def join_all(a, b = "z", c = "q")
  a + b + c
end
macro pair(x)
  [{{x}}, "k"]
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pair(join_all "a", "b").join("-")) }
# --- a macro given a call with a block
macro last_of(x)
  {{x}}.size
end
list = ["a", "bcd"]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: last_of(list.map &.upcase).to_s) }
# --- a macro that includes what has a hook
module Hooked
  macro included
    def self.pre
      "hook:"
    end
  end
end
macro use_it
  include Hooked
end
class Base1
  def self.pre
    "base:"
  end
end
class C1 < Base1
  use_it
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C1.pre) }
# --- a loop that includes what has a hook
module Hooked
  macro included
    def self.pre
      "hook:"
    end
  end
end
class Base1
  def self.pre
    "base:"
  end
end
class C1 < Base1
  {% for m in [Hooked] %}
    include {{m}}
  {% end %}
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: C1.pre) }
# --- a macro whose code begins on its first line
pre = ""
macro setup; pre = "a:"
  pre += "b:"
end
setup
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a macro that writes nothing
macro nothing
end
def pre
  "real:"
  nothing
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre || "nil:") }
# --- a macro that writes a comment
macro nothing
  # nothing
end
def pre
  "real:"
  nothing
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre || "nil:") }
# --- a list that the compiler changes
NAMES = ["z"]
{% NAMES << "b" %}
pre = "x"
{% for n in NAMES %}
  pre += {{n}}
{% end %}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a global path in a macro
module Q; end
macro num(x)
  "{{x.id}}:" + {{x.stringify}} + "{{x}}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: num(Q::R) + num(::Q)) }
# --- a loop in an enum
enum Mode1
{% for n in ["Aa", "Bb"] %}
  {{n.id}}
{% end %}
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Mode1.names.join) }
# --- macros with names of an enum's methods
class A1
  macro values
    "macro:"
  end
  macro names
    "macro:"
  end
  macro parse?(x)
    "macro:"
  end
  macro from_value(x)
    "macro"
  end
end
enum Mode1
  Red
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Mode1.values.to_s + Mode1.names.to_s + Mode1.parse?("red").to_s + Mode1.from_value(0).to_s) }
# --- a macro with code in a condition
macro k(x, y)
  {% if y == "q" %}
    "one" + {{x}}
  {% else %}
    "two" + {{x}}
  {% end %}
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: k("a" + "b", "q") + k("c" + "d", "r")) }
# --- code of a macro that begins and ends
module Conf
  def self.prefix
    {% begin %}
    case ENV["AZU_ENV"]?
    when "production" then "live:"
    else "other:"
    end
    {% end %}
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Conf.prefix) }
# --- a list of a macro that begins and ends
def flags
  {% begin %}
    [{% for name in %w(a b) %} "{{name.id}}", {% end %}].join(",")
  {% end %}
end
{% begin %}
  SUFFIX = ":"
{% end %}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: flags + SUFFIX) }
