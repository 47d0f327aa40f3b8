# --- a missing variable is rescued
pre = "real:"
begin
  ENV["UNSET"]
  pre = "wrong:"
rescue KeyError
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- the rescue sets the prefix
pre = "start:"
begin
  pre = ENV["PREFIX"] + ":"
rescue
  pre = "default:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- else runs where nothing is raised
pre = "start:"
begin
  tenant = ENV["TENANT"]
rescue KeyError
  pre = "rescued:"
else
  pre = "#{tenant}:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- ensure runs in any case
pre = "a"
begin
  begin
    pre += ENV["PREFIX"]
  ensure
    pre += "-e:"
  end
rescue
  pre += "r:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- begin as a value
pre = begin
  ENV["APP_NAME"] + ":"
rescue KeyError
  "nobody:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- rescue as a modifier
pre = ENV["APP_NAME"] rescue "fallback"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":s:") }
# --- rescue as a modifier of a conversion
shard = ENV.fetch("SHARD", "x").to_i rescue -1
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s#{shard}:") }
# --- a method with rescue
def tenant_name
  ENV["TENANT"].downcase
rescue KeyError
  "none"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{tenant_name}:") }
# --- a method with rescue, else and ensure
LOG = [] of String

def tenant_name
  value = ENV["TENANT"]
rescue KeyError
  LOG << "r"
  "none"
else
  LOG << "e"
  value + "!"
ensure
  LOG << "z"
end

name = tenant_name
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{name}#{LOG.join}:") }
# --- the value of ensure is not the method's
def pick
  "body:"
ensure
  "ensure:"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pick) }
# --- rescue of another type goes on
pre = "start:"
begin
  begin
    ENV["UNSET"]
  rescue ArgumentError
    pre = "inner:"
  end
  pre = "after:"
rescue KeyError
  pre = "outer:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- a raise of the program's own
class NoTenant < Exception
end

def tenant_name : String
  ENV["TENANT"]? || raise NoTenant.new("no tenant")
end

pre = begin
  tenant_name
rescue ex : NoTenant
  ex.message.not_nil!.tr(" ", "-")
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- the order of the rescues
def pick(text)
  text.to_i.to_s
rescue ArgumentError | KeyError
  "bad"
rescue
  "other"
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pick(ENV["NUMBER"]? || "7") + ":") }
# --- the configuration itself is in the begin
begin
  Session.configure do |c|
    c.store = RedisStore.new(url: ENV["CACHE_URL"], prefix: "c:")
  end
rescue KeyError
  Session.configure { |c| c.store = MemoryStore.new }
end
# --- the configuration is rescued within its block
Session.configure do |c|
  c.store = RedisStore.new(url: ENV["REDIS_URL"], prefix: "p:#{ENV["TENANT"]}:")
rescue KeyError
  c.store = DatabaseStore.new(table: "sessions_fallback")
end
# --- raise within a called method skips the rest
def check(name)
  raise "forbidden" if name == "acme"
  name
end

store_prefix = "x:"
begin
  check(ENV["TENANT"]? || "free")
  store_prefix = "checked:"
rescue ex
  store_prefix = "#{ex.message}:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: store_prefix) }
# --- rescue and return
def pick
  begin
    return "r#{ENV["SHARD"].to_i}:"
  rescue KeyError
    return "k:"
  rescue ArgumentError
    "a:"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pick) }
# --- not_nil! raises
pre = "p:"
begin
  pre = ENV["PREFIX"]?.not_nil! + ":x:"
rescue NilAssertionError
  pre = "nil:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an index that is not there
parts = (ENV["LIST"]? || "only").split(",")
pre = begin
  parts[1]
rescue IndexError
  parts[0]
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- the program stops without configuring
raise "AZU_ENV must be production" if ENV["AZU_ENV"]? != "production"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "prod:") }
# --- abort in some environments
abort "no tenant" unless ENV["TENANT"]?
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "t:") }
# --- retry with a loop
attempts = 0
pre = ""
loop do
  attempts += 1
  begin
    raise "again" if attempts < 3
    pre = "try#{attempts}:"
    break
  rescue
    next
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- ensure overrides what was configured
begin
  Session.configure { |c| c.store = MemoryStore.new }
ensure
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "e:") }
end
# --- a rescue that names the missing key
pre = begin
  "#{ENV["PREFIX"]}#{ENV["TENANT"]}"
rescue ex : KeyError
  ex.message.to_s.includes?("PREFIX") ? "no-prefix" : "no-tenant"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- raise again
pre = "a:"
begin
  begin
    ENV["UNSET"]
  rescue ex
    pre = "b:"
    raise ex
  ensure
    pre += "c:"
  end
rescue
  pre += "d:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- division by zero
count = (ENV["SHARD"]? || "0").to_i? || 0
pre = begin
  (100 // count).to_s
rescue DivisionByZeroError
  "none"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- the message of a cast that fails
x = ENV["AZU_ENV"]? || 1
pre = begin
  x.as(Int32).to_s
rescue ex
  ex.message.to_s
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- the variable of a rescue is the one outside of the block
error = nil
[1].each do
  begin
    raise "inner"
  rescue error
  end
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{error.try &.message}:") }
# --- the else of a rescue raises before its ensure
trace = ""
begin
  begin
    trace += "1"
  rescue
    trace += "r"
  else
    raise "x"
  ensure
    trace += "n"
  end
rescue
  trace += "o"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: trace + ":") }
# --- which error an empty collection raises
def kind
  yield
  "none"
rescue error
  "#{error.class}|#{error.message}"
end

pre = [kind { ([] of Int32).first }, kind { ([] of Int32).last }, kind { ({} of String => Int32).first_key },
       kind { [1].find! { |x| x == 2 } }, kind { raise ArgumentError.new }, kind { "b".match(/(z)?b/).not_nil![1] },
       kind { [1].skip(-1) }].join(" ")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- op assign rescued as a whole
pre = "a"
pre += (raise "x") rescue "b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- index assign rescued as a whole
h = {"k" => "old:"}
h["k"] = (raise "x") rescue "new:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: h["k"]) }
# --- messages
def message_of
  yield
  "none"
rescue e
  e.message || "nil"
end
m = [message_of { ([] of Int32).first }, message_of { ([] of Int32).pop }, message_of { ([] of Int32).max }, message_of { [1][5] }, message_of { {"a" => 1}["b"] }, message_of { nil.as(String?).not_nil! }, message_of { "x".to_i }, message_of { ([] of Int32).reduce { |a, b| a + b } }, message_of { raise ArgumentError.new }, message_of { "x".to_f }]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: m.join("-") + ":") }
# --- names of exceptions not found
pre = begin
  [1, 2].find! { |x| x > 5 }
  "found:"
rescue Enumerable::EmptyError
  "empty:"
rescue
  "other:"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- an enum that lacks a name raises another error than one that lacks a number
enum Level
  Low
  High
end

pre = begin
  Level.from_value(7)
  "found:"
rescue ArgumentError
  "argument:"
rescue Exception
  "exception:"
end
begin
  Level.parse(ENV["APP_NAME"]? || "none")
rescue error : ArgumentError
  pre += error.message.to_s
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- where the connection fails, that is logged, and no sessions are kept
begin
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a:") }
rescue ex
  puts ex.message
end
# --- where the connection fails, sessions are kept in memory
begin
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a:") }
rescue ex
  Session.configure { |c| c.store = MemoryStore.new }
end
# --- a prefix for each attempt to connect
tries = 0
begin
  tries += 1
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a#{tries}:") }
rescue ex
  tries += 1
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a#{tries}:") }
end
# --- a store that is perhaps there
store = RedisStore.new(url: "redis://h/1", prefix: "a:") rescue nil
Session.configure { |c| c.store = store } if store
# --- code that is not followed may raise by what it calls
def check
  raise "bad"
end

unknown = Time.utc.year > 2000
pre = "kept:"
begin
  while unknown
    check
  end
  pre = "lost:"
rescue
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- what is no number is shown
message = begin
  "a\n".to_i.to_s
rescue error
  error.message
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{message}#{"bb".to_i(2) rescue "none"}:") }
