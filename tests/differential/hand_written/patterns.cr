# --- regex match of url
url = ENV["REDIS_URL"]? || "redis://localhost:6379/0"
if match = url.match(/^(rediss?):\/\/(?:([^@]*)@)?([^:\/]+)(?::(\d+))?/)
  scheme = match[1]
  host = match[3]
  port = match[4]? || "6379"
  url = "#{scheme}://#{host}:#{port}/7"
end
Session.configure { |c| c.store = RedisStore.new(url: url, prefix: "m:") }
# --- regex named groups
name = ENV["TENANT"]? || "acme-corp/eu:1"
prefix = if md = /(?<org>[a-z]+)-(?<unit>[a-z]+)/.match(name)
           "#{md["org"]}_#{md["unit"]}:"
         else
           "plain:"
         end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix) }
# --- regex with $~
name = ENV["APP_NAME"]? || "shop_v2"
prefix = case name
         when /^(\w+)_v(\d+)$/ then "#{$1}:#{$2}:"
         when /shop/           then "shop:"
         else                       "other:"
         end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix) }
# --- =~ and $1
url = ENV["REDIS_URL"]? || "redis://localhost:6379/3"
prefix = if url =~ /:(\d+)\/(\d+)$/
           "port#{$1}db#{$2}:"
         else
           "other:"
         end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix) }
# --- match try
db = ENV["REDIS_URL"]?.try(&.match(/\/(\d+)$/)).try(&.[1].to_i) || 0
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{db}", prefix: "db#{db}:") }
# --- string index by regex
host = (ENV["REDIS_URL"]? || "redis://localhost:6379")[/\/\/(?:[^@]*@)?([^:\/]+)/, 1]? || "none"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{host}:") }
# --- string index by regex without group
digits = (ENV["SHARD"]? || "shard-12")[/\d+/]? || "0"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s#{digits}:") }
# --- counted repetition
shard = ENV["SHARD"]? || "12"
kind = shard.matches?(/^\d{1,2}$/) ? "short" : shard.matches?(/^-?\d{2,}$/) ? "long" : "odd"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kind + ":") }
# --- lazy repetition
inner = "a<b>c<d>".sub(/<.+?>/, "-").gsub(/<(.*?)>/, "[\\1]")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: inner + ":") }
# --- group repetition
name = ENV["TENANT"]? || "a.b.c"
kind = name =~ /^[a-z]+(?:[.\-\/][a-z]+)*$/ ? "path" : "plain"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: kind + ":") }
# --- groups that repeat
all = ["x1y2", "1", "xy", "x12"].map { |t| (t.match(/^(?:([a-z])(\d)?)+/).try(&.to_a) || [] of String?).map { |g| g || "-" }.join }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- counted groups and lazy ones
all = [/^(ab){2}/, /^(ab){1,2}?/, /(a|b){3}$/, /x{0,2}(a*?)b/].map { |r| "ababb".match(r).try(&.to_a.join("+")) || "none" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- backtracking groups
all = ["ab", "abab", "aab", "abc", "aaa"].map { |t| t.match(/^((a|ab)(b|))+$/).try(&.to_a.inspect).to_s }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";").gsub('"', "'") + ":") }
# --- optional groups
m = /(a)?(b)?(c)/.match("bc").not_nil!
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{m[1]?.inspect}#{m[2]}#{m.size}#{m.captures}:") }
# --- named captures
m = /(?<host>\w+):(?<port>\d+)(x)?/.match("h:1").not_nil!
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{m.named_captures.keys.join}#{m.pre_match}#{m.captures}:") }
# --- word boundaries
text = "redis cache rediscover".gsub(/\bredis\b/, "R").gsub(/\b[c]/) { |s| s.upcase }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text.tr(" ", "_") + ":") }
# --- sub with an empty match
text = "redis://h".sub(/\/*$/, "/") + "a/".sub(/\/?$/, "/")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- backreferences
text = "b-a".sub(/(?<x>\w)-(\w)/, "\\k<x>\\0\\2\\\\n\\3") + "q".gsub(/(q)/, "\\1\\1")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- case-insensitive patterns
all = [/CACHE/i, /^[a-c]+$/i, /É/i].map { |r| ["Cache", "ABC", "é", "ss"].map { |t| t.matches?(r) ? "1" : "0" }.join }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- gsub with block and $1
name = "sessionStoreName".gsub(/([A-Z])/) { "_" + $1.downcase }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: name + ":") }
# --- gsub with block and match data
name = "a1b22".gsub(/(\d+)/) { |_, match| "<#{match[1].to_i + 1}>" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: name + ":") }
# --- $~ in gsub and after
text = "k1=v1".gsub(/(\w)(\d)/) { "#{$2}#{$~[1]}" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}#{$1}:") }
# --- a case with groups in order
def label(text)
  case text
  when /^(\d+)$/       then "n#{$1}"
  when /^(\w+)-(\w+)$/ then "p#{$2}#{$1}"
  else                      "e#{$1?.inspect}"
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: label("12") + label("a-b") + label("??") + ":") }
# --- the last match in a block
def with_it
  yield
end

"ab" =~ /(a)/
with_it { "xyz" =~ /(y)/ }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$1}#{$~[0]}:") }
# --- the last match of a captured block
def with_it(&block : -> Int32?)
  block.call
end

"ab" =~ /(a)/
with_it { "xyz" =~ /(y)/ }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$1}:") }
# --- the last match of a called method
def find_it
  "xyz" =~ /(y)/
end

"ab" =~ /(a)/
find_it
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$1}:") }
# --- string to hash via regex scan
options = (ENV["LIST"]? || "a=1;b=2").scan(/(\w+)[=:](\w+)/).map { |m| {m[1], m[2]} }.to_h
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: options.map { |k, v| "#{k}#{v}" }.join("-") + ":") }
# --- positional partition by regex
head, sep, tail = (ENV["TENANT"]? || "acme-eu").partition(/[-\/]/)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{head}#{sep}#{tail.size}:") }
# --- split by a pattern with a group
text = "a1b22".split(/(\d+)/).join("|")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + ":") }
# --- parsing a duration
def parse_duration(text : String) : Time::Span
  case text
  when /^(\d+)s$/ then $1.to_i.seconds
  when /^(\d+)m$/ then $1.to_i.minutes
  when /^(\d+)h$/ then $1.to_i.hours
  when /^(\d+)d$/ then $1.to_i.days
  else                 raise ArgumentError.new("Invalid duration: #{text}")
  end
end

ttl = parse_duration(ENV["SESSION_TTL"]? || "2h")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "t#{ttl.total_minutes.to_i}:", ttl: ttl) }
# --- letters beyond ASCII in classes of characters
text = (ENV["APP_NAME"]? || "Ünder Straße").gsub(/\s+/, "-").gsub(/\W/, "_") + "é1".gsub(/\D/, "x")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}:") }
# --- match after a failed match
"abc" =~ /(b)/
"abc" =~ /(x)/
pre = begin
  $1
rescue NilAssertionError
  "nil"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{pre}:") }
# --- a match before the configuration block
"x-y" =~ /(\w)-(\w)/
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$2}#{$1}:") }
# --- the last match after matches? and starts_with?
"abc" =~ /(b)/
"abc".matches?(/c/)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$1}:") }
# --- the last match after find
"abc" =~ /(b)/
found = ["k1", "k2"].find { |t| t =~ /k(2)/ }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{found}#{$1}:") }
# --- a proc's match
"abc" =~ /(b)/
run = -> { "xyz" =~ /(z)/ }
run.call
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{$1}:") }
# --- a proc made in another method matches
class Maker
  def self.make
    "abc" =~ /(a)/
    -> { $1 + ("xyz" =~ /(z)/).to_s + $1 }
  end
end

"abc" =~ /(b)/
text = Maker.make.call
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}#{$1}:") }
# --- alternatives in order
all = ["cache-redis", "redis", "rediscache", ""].map { |t| t.match(/(cache|redis|rediscache)$/).try(&.[1]) || "-" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- lazy groups
all = ["xaxbxc", "xx"].map { |t| t.match(/^(?:x(\w))+?x/).try(&.to_a.join("|")) || "-" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- optional group in the middle
all = ["redis://u:p@h:1/2", "redis://h", "redis://:p@h/3"].map { |t| t.match(/^(\w+):\/\/(?:(\w*)(?::(\w+))?@)?(\w+)(?::(\d+))?(?:\/(\d+))?$/).try(&.to_a.map { |g| g || "-" }.skip(1).join(",")) || "none" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- possessive and lookahead
all = ["ab", "ac"].map { |t| t.matches?(/a(?=b)/) ? "1" : "0" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join + ":") }
# --- nested quantifiers
all = ["a,b,,c", "a", ",", ""].map { |t| t.match(/^(?:(\w*)(?:,|$))+/).try(&.[1]?) || "-" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: all.join(";") + ":") }
# --- a range in a class of characters that ends in an escape
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a+,-.b".gsub(/[+-\.]/, "_") + ":") }
# --- a pattern on what may be nil
prefix = ENV["AZU_ENV"]? =~ /^prod/ ? "p:" : "other:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix) }
# --- negated match and match data
text = "order-42"
text =~ /(\d+)/
number = $~[1]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{number.to_i}", prefix: "#{text !~ /x/}#{$~.pre_match}#{text.match(/z/).nil?}#{text[/\d+/]}#{text[/x/]?}:") }
# --- a condition changes the variable that a case is about
x = "a"
r = case x
    when (x = "b"; "z") then "z"
    when "b" then "changed"
    when "a" then "kept"
    else "none"
    end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{r}:") }
# --- a condition changes the instance variable that a case is about
class K
  @n = "a"

  def change(x)
    @n = x
    "q"
  end

  def run
    case @n
    when change("z") then "q"
    when "z" then "re-read"
    when "a" then "once"
    else "else"
    end
  end
end

Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{K.new.run}:") }
# --- a condition changes a variable of the tuple that a case is about
a = 1
r = case {a, 2}
    when {(a = 5; 9), 2} then "x"
    when {5, 2} then "re-read"
    when {1, 2} then "once"
    else "else"
    end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{r}:") }
