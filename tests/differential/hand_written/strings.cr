# --- the first of a split
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["APP_NAME"]? || "a-b").split("-").first + ":") }
# --- the last of a split
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["TENANT"]? || "a/b").split("/").last + ":") }
# --- an element of a split
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a.b.c".split(".")[1] + "a.b.c".split('.')[-1] + ":") }
# --- a split with a limit
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a,b,c".split(",", 2).last + ":") }
# --- a split without a separator
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "  a  b ".split.join("+") + "a  b".split(" ").size.to_s + ":") }
# --- a split at nothing
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".split("").join("-") + ":") }
# --- empty parts
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{",a,,b,".split(",").size}#{"".split(",").size}#{",a,".split(",", remove_empty: true)}:") }
# --- a split at an expression
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a1b22c".split(/\d+/).join("-") + ":") }
# --- partition
before, separator, after = (ENV["TENANT"]? || "x:y").partition(":")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{after}#{separator}#{before}:") }
# --- rpartition
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a/b/c".rpartition("/")[0] + "abc".rpartition("/")[2] + ":") }
# --- sub takes the first only
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a-b-c".sub("-", "_") + "xax".sub('x', "y") + ":") }
# --- gsub takes all
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a-b-c".gsub("-", "_") + "xax".gsub('x', 'y') + ":") }
# --- gsub with a hash
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".gsub({'a' => "1", 'c' => "3"}) + ":") }
# --- gsub with a block
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".gsub { |char| char == 'b' ? "B" : char } + ":") }
# --- gsub with an expression
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["TENANT"]? || "a/b c").gsub(/[^a-z0-9]/i, "-") + ":") }
# --- gsub with alternatives
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "foo-bar-baz".gsub(/foo|baz/, "x") + "aXa".sub(/^a/, "b") + "aXa".sub(/a$/, "c") + ":") }
# --- tr
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "hello-world_x".tr("a-y", "b-z").tr("_-", ".") + ":") }
# --- tr that deletes and negates
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "hello".tr("l", "") + "hello".tr("^l", "x") + ":") }
# --- delete and squeeze
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "hello".delete("l") + "aabbcc".squeeze + "aabbcc".squeeze("a-b") + ":") }
# --- lchop and rchop
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "xabcx".lchop.rchop + "pre-a".lchop("pre-") + "a.cr".rchop(".cr") + "a".lchop("b") + ":") }
# --- lchop? gives nothing
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ("abc".lchop?("x") || "none") + ("abc".lchop?("a") || "none") + ":") }
# --- chomp
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a\n".chomp + "a\r\n".chomp + "abc:".chomp(":") + "abc".chomp('c') + ":") }
# --- strip and its sides
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "[#{(ENV["APP_NAME"]? || " a ").strip}#{" b ".lstrip}#{" c ".rstrip}]:") }
# --- strip with a set of characters
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abcba".strip("ab") + "abcba".lstrip("ab") + "--x".lstrip('-') + ":") }
# --- capitalize
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "hELLO wORLD".capitalize + "hello world".titleize + ":") }
# --- underscore and camelcase
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "HTTPClientApp".underscore + "my_shop_app".camelcase + "my_app".camelcase(lower: true) + ":") }
# --- repetition
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "ab" * 3 + "x" * 0 + ":") }
# --- parts by start and length
text = "session"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text[0, 3] + text[-2, 2] + text[5, 10] + ":") }
# --- parts by a range
text = "session"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text[1..2] + text[1...2] + text[4..] + text[..1] + text[-3..-2] + ":") }
# --- a part that is not there
text = "ab"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text[5]?.inspect}#{text[1]?.inspect}#{text[5..]?.inspect}:") }
# --- a part of a pattern
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: ("shop-12"["shop"]? || "none") + ("shop"["x"]? || "none") + ":") }
# --- starts_with? and ends_with?
url = ENV["REDIS_URL"]? || ""
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{url.starts_with?("rediss")}#{url.ends_with?('1')}:") }
# --- includes? and index
text = ENV["TENANT"]? || "a-b"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text.includes?("-")}#{text.index("-")}#{text.rindex('e')}#{text.index("e", 2)}:") }
# --- count
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"banana".count('a')}#{"banana".count("an")}#{"banana".count("^a")}:") }
# --- padding
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a".ljust(3, '.') + "b".rjust(3, '0') + "c".center(4, '*') + "long".ljust(2) + ":") }
# --- characters
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".chars.map(&.upcase).join("-") + "abc".each_char.to_a.last.to_s + ":") }
# --- lines
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a\nb\n\nc".lines.join(",") + ":") }
# --- insert and sub by index
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".insert(1, "x") + "abc".insert(-1, 'z') + "abc".sub(1, 'Q') + ":") }
# --- presence
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: (ENV["APP_NAME"]?.presence || "absent") + ("  ".presence || "blank") + ":") }
# --- comparison without case
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"Prod".compare("prod", case_insensitive: true)}#{"a".compare("b")}:") }
# --- match with =~ and its group
name = ENV["APP_NAME"]? || "shop-12"
pre = name =~ /shop/ ? "shop:" : "other:"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- matches? without case
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{(ENV["AZU_ENV"]? || "dev").matches?(/\Aprod(uction)?\z/i)}:") }
# --- groups of a match
if found = "shop-12".match(/(\w+)-(\d+)/)
  Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{found[1]}#{found[2]}:") }
end
# --- an expression in a case
pre = case ENV["AZU_ENV"]? || "development"
      when /^prod/           then "live:"
      when /^(test|staging)$/ then "check:"
      else                        "local:"
      end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- heredocs
pre = <<-TEXT
  one
    two
  TEXT
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre.gsub("\n", "|") + ":") }
# --- format with a percent sign
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "%s-%03d-%x-%.2f-%5s|%-4s|%%" % ["a", 7, 255, 2.5, "r", "l"] + ":") }
# --- format of one value
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "s%02d:" % ((ENV["SHARD"]? || "5").to_i? || 1)) }
# --- format with names
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "%{app}-%<n>03d:" % {app: "shop", n: 4}) }
# --- sprintf
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: sprintf("%s:%d:", ENV["APP_NAME"]? || "app", 12)) }
# --- String.build
pre = String.build do |io|
  io << "built" << '-' << 3
  io << ":" unless ENV["MODE"]? == "blue"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- String.build with print and join
pre = String.build do |io|
  io.print "a", 1
  %w(x y).join(io, "+")
  io << :sym
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- an IO in memory
io = IO::Memory.new
io << "memory"
io.print ":"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: io.to_s) }
# --- repeated appending
pre = ""
10.times { |i| pre += i.to_s if i.even? }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- succ and hashes of texts
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "az".succ + "a9".succ + "Zz".succ + ":") }
# --- texts of File
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: File.join("a", "/b/", "c") + File.basename("/x/y.cr", ".cr") + File.extname("a.txt") + File.dirname("/p/q") + ":") }
# --- byte slices and each_char
pre = ""
"abc".each_char { |char| pre += char.to_s * 2 }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + "abcdef".byte_slice(1, 3) + ":") }
# --- modulo of hash code replaced by bytes
tenant = ENV["TENANT"]? || "acme"
shard = tenant.each_byte.sum(&.to_i) % 3
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/#{shard}", prefix: "shard#{shard}:") }
# --- each_char_with_index
acc = ""
(ENV["MODE"]? || "mode").each_char_with_index { |char, i| acc += i.even? ? char.upcase.to_s : char.to_s }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: acc + ":") }
# --- string each_line and chomp
text = "one\ntwo\r\nthree".each_line.map(&.capitalize).join
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}:") }
# --- a word with a blank
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: %w(a\ b c).join("|") + ":") }
# --- groups of a separator become parts
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a-b".split(/(-)/).join("|") + ":") }
# --- sets of characters, and characters that are none
pre = "a-b^c".delete("^-") + "abc".tr("a-c", "") + "a-c".strip("a-c") + "abc".strip("a-c") + "a\\b".count("a\\b").to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- a block where another overload takes none
pre = "aabb".squeeze { |char| char == 'a' } + "aabb".delete { |char| char == 'a' } + "aabb".count { |char| char > 'a' }.to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- split into one part, and chomp of both line endings
pre = " a b".split(1).join("-") + ",a,b".split(",", 0).join("-") + "".split(",", 1, remove_empty: true).size.to_s
pre += "abc\r\n".chomp('\n') + "abc\r".chomp("\n")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":") }
# --- text with zeros before it
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "%05s:" % "a") }
# --- directives of formats
text = [
  "%5d|%-5d|%05d|%+d|% d|%+05d|%-05d|%.3d|%8.3d|%08.3d" % [12, 12, 12, 12, 12, 12, 12, 12, 12, 12],
  "%5d|%-5d|%05d|%+d|% d|%+05d|%-05d|%.3d|%8.3d|%08.3d" % [-12, -12, -12, -12, -12, -12, -12, -12, -12, -12],
  "%x|%X|%#x|%#X|%o|%#o|%b|%#b|%08b|%#010x|%x|%#x" % [255, 255, 255, 255, 8, 8, 5, 5, 5, 255, -255, 0],
  "%s|%5s|%-5s|%05s|%.2s|%6.2s|%-6.2s|" % ["abc", "abc", "abc", "abc", "abc", "abc", "abc"],
  "%c|%3c|%-3c|" % ['x', 'y', 'z'],
  "%f|%.1f|%8.2f|%-8.2f|%08.2f|%+.2f|% .2f|%.0f|%e|%.2e|%E|%12.3e" % [1.5, 2.25, 3.14159, 3.14159, -3.14159, 3.14159, 3.14159, 2.5, 12345.678, 0.00012, 1e100, 1.0],
  "%d%%" % 5, "100%%" % nil,
  "%s %s" % {1, :a}, "%s" % nil, "%s" % {"a" => 1}, "%s" % [[1]],
  "%d %i" % [1_i64, 2_u8],
].join("\n")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- names in formats
text = "%{a}-%<b>04d-%<c>.2f-%%-%{a}" % {a: "x", b: 7, c: 1.5}
text += "%<x>s %{y}" % {"x" => 1, "y" => nil}
text += "%{z}" % [{"z" => :q}]
text += sprintf("%{z}/%<n>x", {z: 1, n: 255})
text += sprintf("%-4s|", "ab")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- formats of what is missing
pre = "none"
begin
  pre = "%{a}" % {"b" => 1}
rescue e : KeyError
  pre = e.message.to_s
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- successors of strings
text = ["", "a", "z", "Az", "zZ9", "a-9", "-", "--", "9", "1.9", "a!", "!z", "Zz9z", "é", "aé"].map(&.succ).join("|")
text += ("x".."ab").to_a.join + ("aa".."ad").map(&.upcase).join + ("a"..."d").join + ("08".."11").to_a.join(",") + ("a".."c").includes?("bb").to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- Base64
require "base64"
text = ["", "a", "ab", "abc", "abcd", "Straße", "\u{ff}\u{fe}?>"].map { |t| Base64.strict_encode(t) + Base64.urlsafe_encode(t) + Base64.urlsafe_encode(t, padding: false) + Base64.urlsafe_encode(t, false) }.join("|")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- ends of lines
list = ["", "\n", "a", "a\n", "a\r\nb\r", "a\n\nb", "\r\n", "a\r"]
text = list.map { |t| t.lines.inspect + t.lines(chomp: false).inspect + t.each_line(chomp: false).to_a.size.to_s }.join("|")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- URIs of all kinds
list = ["localhost:6379", "//h/p?q#f", "sqlite3:./a.db", "a b", "/x/y", "?q=1", "#f", "", "redis:/x", "redis:///0", "1a:b", "a:", " redis://h/2 ", "mailto:x@y", "h?x:y", "u:p@h:1/2", "redis://u:p@/x", "redis://h:/1", "postgres:///db?host=/run"]
text = list.map { |t| u = URI.parse(t); "#{u.scheme},#{u.host},#{u.port},#{u.user},#{u.password},#{u.path},#{u.query},#{u.fragment},#{u},#{u.opaque?},#{u.absolute?},#{u.relative?},#{u.authority.inspect},#{u.request_target},#{u.hostname}" }.join(";")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- URIs that are built
u = URI.new(scheme: "redis", host: "h", port: 6379, path: "3")
v = URI.new("redis", "h", path: "/4", query: "a=b", user: "me", password: "p w")
w = URI.new(path: "//x")
n = URI.new
n.scheme = "redis"
n.host = "k"
Session.configure { |c| c.store = RedisStore.new(url: u.to_s, prefix: "#{v} #{w} #{n} #{v.authority} #{n.authority} #{w.authority}") }
# --- parts of paths
list = ["", "/", "a", "a/", "/a", "/a/", "a/b/", ".a", "a.", "a.b.c", "..", "/.x", "a/.b.c", "x.cr/"]
text = list.map { |t| p = Path.new(t); "#{p.dirname},#{p.basename},#{p.stem},#{p.extension},#{p.parts},#{File.dirname(t)},#{File.extname(t)}" }.join(";")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text) }
# --- a path is no string
def named(x : Path)
  "path:#{x}"
end
def named(x : String)
  "string:#{x}"
end
p1 = Path["a", "b"]
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: named(p1) + named("x") + p1.is_a?(Path).to_s + (p1 == Path["a/b"]).to_s + p1.class.to_s) }
# --- a suffix that is all of a name
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: File.basename("yml", "yml")) }
# --- format by positions and stars
prefix = sprintf("%2$s-%1$s:%3$d", "a", "b", 3)
star = sprintf("%*d|", 5, 42)
g = sprintf("%g %g", 1.5, 100000000.0)
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: prefix + star + g) }
# --- searching texts
s = "the-quick-the"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{s.index("the", 1)}|#{s.count("the")}|#{s.includes?("quick")}|#{s.scan("the").size}|#{s.each_char.with_index.select { |ch, i| ch == 't' }.map(&.[1]).to_a}|#{s.byte_index("q")}:") }
# --- puts shows once, and ends a line unless a string does
class Counted
  @count = 0

  def to_s(io)
    @count += 1
    io << @count
  end
end

counted = Counted.new
pre = String.build { |io| io.puts counted; io.puts counted, '\n', "a\n", "b" }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre.gsub("\n", "|")) }
# --- what is written before it raises stays
class Broken
  def to_s(io)
    io << "part"
    raise "no"
  end
end

pre = String.build do |io|
  begin
    io << Broken.new
  rescue
  end
  io << "end"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre) }
# --- what writing gives
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{puts("a") || "nil"}#{p("a")}#{p("a", 1)}#{sleep(0.seconds).inspect}") }
# --- a regular expression of parts
LOG = [] of String

def part
  LOG << "called"
  "b"
end

pre = "abc".sub(/#{part}(.)/, "\\1")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + LOG.join) }
# --- a character that is looked for stays one
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc"['b'].inspect + ":") }
# --- characters compare by their distance
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{'c' <=> 'a'}#{['c'] <=> ['a']}:") }
# --- a character has one character in the other case
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "ßeta ß".titleize + "ß_ßa".camelcase + "ßx".capitalize + ":") }
# --- underscore knows the cases of ASCII only
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "aÉb".underscore + "ÉTÉ".underscore + ":") }
# --- a hash in place of a text is written
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a-b".gsub("-", {"-" => "+"}) + "a-b".sub('-', {"-" => "+"}) + ":") }
# --- gsub with a hash keeps what that has nothing for
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "abc".gsub({'a' => 1, 'b' => nil}) + "abc".sub({'b' => 2}) + "a-b".sub(/-/, {"x" => "y"}) + ":") }
# --- nothing is found behind the end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{"ab".index("", 2)}#{"ab".index("", 3).inspect}#{"ab".index('a', -2)}#{"abab".rindex("b", 2)}:") }
# --- a character consists of several
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "e\u0301a".reverse + "été".reverse + ":") }
# --- an array of values for a form
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: sprintf("%s-%s", ["a", "b"]) + sprintf("%s", {1, 2}) + ":") }
# --- characters that cannot be seen
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "a\u200b\u{1F600}".inspect + ":") }
# --- a builder gives its text once
builder = String::Builder.new
builder << "a"
text = builder.to_s
again = builder.to_s rescue "never"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text + again + ":") }
# --- a builder does not write its text
builder = String::Builder.new
builder << "a"
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "x#{builder}".size.to_s + ":") }
# --- a split with a block
parts = [] of String
result = "a,b".split(',') { |part| parts << part }
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{parts.join}#{result ? 1 : 2}:") }
