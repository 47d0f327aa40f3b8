# --- the reference document's Redis
Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "myapp:session:",
    ttl: 1.hour
  )
  config.secret = ENV["SESSION_SECRET"]
end
# --- the reference document's Redis with options
Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"],
    prefix: "myapp:session:",
    ttl: 2.hours,
    pool_size: 10,
    pool_timeout: 5.seconds
  )
  config.secret = ENV["SESSION_SECRET"]
  config.cookie_name = "myapp_session"
  config.secure = true
  config.http_only = true
  config.same_site = :strict
end
# --- the reference document's database
Session.configure do |config|
  config.store = DatabaseStore.new(
    table: "sessions",
    ttl: 1.hour
  )
  config.secret = ENV["SESSION_SECRET"]
  config.cleanup_interval = 1.hour
end
# --- the reference document's memory
Session.configure do |config|
  config.store = MemoryStore.new(ttl: 1.hour)
  config.secret = ENV["SESSION_SECRET"]
end
# --- the reference document's environments
case ENV["AZU_ENV"]?
when "production"
  Session.configure do |config|
    config.store = RedisStore.new(
      url: ENV["REDIS_URL"],
      prefix: "#{ENV["APP_NAME"]}:session:",
      ttl: 1.day
    )
    config.secret = ENV["SESSION_SECRET"]
  end
when "development", "test"
  Session.configure do |config|
    config.store = MemoryStore.new(ttl: 1.hour)
    config.secret = "development-secret"
  end
end
# --- a store without any argument
Session.configure { |c| c.store = RedisStore.new }
# --- a URL alone
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/3") }
# --- a prefix alone
Session.configure { |c| c.store = RedisStore.new(prefix: "alone:") }
# --- a database's own URL
Session.configure { |c| c.store = DatabaseStore.new(table: "s", url: ENV["SESSION_DATABASE_URL"]? || "sqlite3:./own.db") }
# --- the shard's store
require "session"

class UserSession < Session::Base
  property user_id : Int64?
end

Session.use_store(Session::RedisStore(UserSession))

Session.configure do |config|
  config.timeout = 30.minutes
  config.store = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["REDIS_URL"]))
end
# --- the shard's store in memory
Session.configure { |c| c.store = Session::MemoryStore(UserSession).new }
# --- the shard's cookies
Session.configure { |c| c.store = Session::CookieStore(UserSession).new }
# --- a provider
Session.configure { |c| c.provider = Session::RedisStore(UserSession).provider(client: Redis.new(host: "old")) }
# --- the configuration without a block
Session.config.store = RedisStore.new(url: "redis://h/1", prefix: "direct:")
# --- the configuration in a variable
config = Session.configuration
config.store = RedisStore.new(url: "redis://h/1", prefix: "variable:")
# --- the configuration is handed to a method
def set_up(config)
  config.store = RedisStore.new(url: "redis://h/1", prefix: "handed:")
end

Session.configure { |c| set_up(c) }
# --- the configuration is handed to an instance
class SessionSetup
  def initialize(@config : Session::Configuration)
  end

  def apply
    @config.store = RedisStore.new(url: "redis://h/1", prefix: "instance:")
  end
end

Session.configure { |c| SessionSetup.new(c).apply }
# --- the configuration is kept in an array
kept = [] of Session::Configuration
Session.configure { |c| kept << c }
Session.configure { |c| c.store = MemoryStore.new }
kept.each { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "kept:") }
# --- the store is read back
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "first:") }
Session.configure do |c|
  c.store.as(RedisStore).prefix = "again:"
end
# --- configured twice
Session.configure { |c| c.store = MemoryStore.new }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "second:") if ENV["AZU_ENV"]? == "production" }
# --- a store that is made and not used
unused = RedisStore.new(url: "redis://unused", prefix: "unused:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "used:") }
# --- a store for each environment in a hash
stores = {
  "production" => RedisStore.new(url: "redis://p/1", prefix: "p:"),
  "test"       => RedisStore.new(url: "redis://t/1", prefix: "t:"),
}
Session.configure { |c| c.store = stores[ENV["AZU_ENV"]?]? || MemoryStore.new }
# --- a store in an array
stores = [MemoryStore.new, RedisStore.new(url: "redis://h/1", prefix: "array:")]
Session.configure { |c| c.store = stores.last }
# --- SESSION_BACKEND is read by the program
Session.configure do |c|
  c.store = case ENV["SESSION_BACKEND"]?
            when "database" then DatabaseStore.new(table: "chosen")
            when "memory"   then MemoryStore.new
            else                 RedisStore.new(url: "redis://h/1", prefix: "chosen:")
            end
end
# --- nothing is configured in some environments
if ENV["AZU_ENV"]? == "production"
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "only:") }
end
# --- the prefix is a wildcard
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? == "a*b:" ? "*" : "w:") }
# --- the prefix is empty
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["PREFIX"]? || "set:") }
# --- a store that is decided when it is built
{% if flag?(:release) %}
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "release:") }
{% else %}
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "debug:") }
{% end %}
# --- a value of the build's environment
pre = {{ env("BUILD_PREFIX") || "built" }}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- the rest of a file is skipped
Session.configure { |c| c.store = MemoryStore.new }
require "./rest"
# +++ src/initializers/rest.cr
{% skip_file unless flag?(:linux) %}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "rest:") }
# --- a loop of a macro
{% for name in %w(one two) %}
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {{name}} + ":") }
{% end %}
# --- a macro configures
macro session_prefix(text)
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: {{text}}) }
end

Session.configure { |c| c.store = MemoryStore.new }
session_prefix "macro:"
# --- an inherited macro
class Plugin
  macro inherited
    Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "inherited:") }
  end
end

Session.configure { |c| c.store = MemoryStore.new }

class Sessions < Plugin
end
# --- a cache has a store, too
module Cache
  class_property store : RedisStore?
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "session:") }
Cache.store = RedisStore.new(url: "redis://cache", prefix: "cache:")
# --- ternary without blank
pre = (ENV["MODE"]?)? "a:" : "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- ternary after a text without blank
x = ENV["MODE"]? || "none"
pre = x == "none"? "a:" : "b:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- slash of a variable, no blank behind
n = 8
m = 4
x = n /2 + m / 2
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "p#{x}:") }
# --- variable elsewhere, method here, minus
def other
  port = 1
  port
end

def port(offset = 2)
  100 * offset
end

pre = "p#{port -1}:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- responds without parentheses
class Resp1
  def name
    "n"
  end
end
pre = Resp1.new.responds_to? :name && true ? "yes:" : "no:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- macro with a receiver
module Macros1
  macro set(x)
    pre = {{x}}
  end
end
pre = "kept:"
Macros1.set("changed:")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- macro with a loop
pre = "kept:"
macro defines
  {% for n in %w(a) %}
    {{n.id}} = 1
  {% end %}
  pre = "changed:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- constant of the core library
pre = File::SEPARATOR == '/' ? "unix:" : "other:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a constant as a key
h = {'/' => "unix:"}
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: h[File::SEPARATOR]? || "none:") }
# --- whether a constant of the core library is a text
pre = Crystal::VERSION.is_a?(String) ? "text:" : "other:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- own method named as the library's
class Hijack1 < RedisStore
  def session_prefix
    "hijack:"
  end
end
Session.configure { |c| c.store = Hijack1.new(url: "redis://h/1", prefix: "real:") }
# --- own method named as the library's for tables
class Hijack3 < DatabaseStore
  def session_table
    "hijacked"
  end
end
Session.configure { |c| c.store = Hijack3.new(table: "real") }
# --- returns from the block within a method
def setup1
  Session.configure do |c|
    c.store = RedisStore.new(url: "redis://h/1", prefix: "a:")
    return if ENV["MODE"]?
    c.store = RedisStore.new(url: "redis://h/1", prefix: "b:")
  end
end
setup1
