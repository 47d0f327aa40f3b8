# --- a required file
require "./store"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: STORE_PREFIX) }
# +++ src/initializers/store.cr
STORE_PREFIX = "required:"
# --- a file that a required file requires
require "./settings/all"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Settings.prefix) }
# +++ src/initializers/settings/all.cr
require "./names"

module Settings
  def self.prefix
    Names::PREFIX + ":"
  end
end
# +++ src/initializers/settings/names.cr
module Names
  PREFIX = "deep"
end
# --- a file from the directory above
require "../config/sessions"

Session.configure { |c| c.store = SessionSettings.store }
# +++ src/config/sessions.cr
module SessionSettings
  def self.store
    RedisStore.new(url: ENV["REDIS_URL"]? || "redis://none", prefix: "above:")
  end
end
# --- a directory of files, in their order
require "./parts/*"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Parts.all.join + ":") }
# +++ src/initializers/parts/a.cr
module Parts
  class_getter all = [] of String
end

Parts.all << "a"
# +++ src/initializers/parts/b.cr
Parts.all << "b"
# --- a directory below, too
require "./parts/**"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Deep::PREFIX) }
# +++ src/initializers/parts/one/two.cr
module Deep
  PREFIX = "two-below:"
end
# --- a directory of that name
require "./store"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: IN_DIRECTORY) }
# +++ src/initializers/store/store.cr
IN_DIRECTORY = "directory:"
# --- a file is required twice
require "./counter"
require "./counter"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "c#{Counter.count}:") }
# +++ src/initializers/counter.cr
class Counter
  class_property count = 0
end

Counter.count += 1
# --- the required file configures
require "./really"
# +++ src/initializers/really.cr
Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: "really:")
end
# --- the later configuration wins
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "early:") }
require "./late"
# +++ src/initializers/late.cr
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "late:") }
# --- a required file changes the environment
require "./environment"

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ENV["APP_NAME"] + ":") }
# +++ src/initializers/environment.cr
ENV["APP_NAME"] ||= "from-file"
# --- another file configures, there is no initializer
# +++ src/app.cr
require "./sessions"
# +++ src/sessions.cr
Session.configure do |c|
  c.store = RedisStore.new(url: "redis://h/1", prefix: "elsewhere:")
end
# --- an initializer that only sets a timeout, and another file
Session.configure { |c| c.timeout = 2.hours }
require "../web/sessions"
# +++ src/web/sessions.cr
Session.configure { |c| c.store = DatabaseStore.new(table: "web_sessions") }
# --- a class in another file
require "./shop_store"

Session.configure { |c| c.store = ShopStore.new(client: Redis.new(url: "redis://h/1")) }
# +++ src/initializers/shop_store.cr
class ShopStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    "file:#{key}"
  end
end
# --- the base name of the root
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: File.basename("/") + File.basename("//a/b//") + ":") }
# --- the parts of a path in a collection
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: File.join(["a", "b"]) + File.join({"c", "d"}) + ":") }
# --- the build decides about a file
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "whole:") }
{% unless flag?(:windows) %}
  require "./unless"
{% end %}
# +++ src/initializers/unless.cr
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "unless:") }
# --- a constant default of a required class is overridden
require "./base"

module Shared
  def self.prefix
    "mine:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shared.prefix) }
# +++ src/initializers/base.cr
module Shared
  def self.prefix
    "base:"
  end
end
# --- a required file defines again what stands before
module Shared2
  def self.prefix
    "before:"
  end
end

require "./base"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Shared2.prefix) }
# +++ src/initializers/base.cr
module Shared2
  def self.prefix
    "base:#{previous_def}"
  end
end
# --- two required files define the same
require "./one"
require "./two"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: twice_defined) }
# +++ src/initializers/one.cr
require "./three"

def twice_defined
  "one:"
end
# +++ src/initializers/two.cr
def twice_defined
  "two:#{previous_def}"
end
# +++ src/initializers/three.cr
def twice_defined
  "three:"
end
# --- a required file includes a module
require "./mixed"

module Late1
  def separator
    "!"
  end
end

class Mixed1
  include Late1
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Mixed1.new.separator + ":") }
# +++ src/initializers/mixed.cr
module Early1
  def separator
    "?"
  end
end

class Mixed1
  include Early1
end
# --- a class variable's default in two files
require "./first"

class TwoDefaults
  @prefix = "second:"

  def prefix
    @prefix
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: TwoDefaults.new.prefix) }
# +++ src/initializers/first.cr
class TwoDefaults
  @prefix = "first:"
end
# --- files in a circle
require "./circle"

def circled
  "initializer:#{previous_def}"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: circled) }
# +++ src/initializers/circle.cr
require "./session"

def circled
  "circle:"
end
# --- a record across files with a method reopened
require "./records"

struct Place
  def url
    "redis://#{host}:#{port}/#{host.size}"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: Place.new("rec").url, prefix: "rec:") }
# +++ src/initializers/records.cr
record Place, host : String, port : Int32 = 6379
# --- joining nothing
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: File.join("", "") + File.join([""]) + File.join("a//", "//b") + ":") }
# --- joining several to a path
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: Path["a"].join(["b", "/c"]).to_s + ":") }
