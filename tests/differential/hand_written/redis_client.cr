# --- a client with a URL
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["REDIS_URL"])) }
# --- a URL without a path keeps the database
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h", database: 3)) }
# --- a URL with a path wins over the database
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h/1", database: 3)) }
# --- a socket wins over the URL
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h/1", unixsocket: "/run/r.sock")) }
# --- the URL's password replaces the given one
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h/1", password: "p")) }
# --- the URL wins over host and port
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(host: "other", port: 7, url: "redis://h")) }
# --- a missing URL is none
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: ENV["SESSION_REDIS"]?, host: "fallback")) }
# --- host and port from the environment
Session.configure do |c|
  c.store = Session::RedisStore(UserSession).new(client: Redis.new(host: ENV["HOST"]?.presence || "localhost", port: (ENV["PORT"]? || "6390").to_i))
end
# --- positional host and port
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(Redis.new("pos", 6400)) }
# --- TLS
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(host: "secure", ssl: true)) }
# --- TLS is the URL's
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h", ssl: true)) }
# --- a namespace
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: Redis.new(url: "redis://h", namespace: "shop")) }
# --- a namespace before the key method's prefix
class ShopStore < Session::RedisStore(UserSession)
  private def prefixed(key : String) : String
    "own:#{key}"
  end
end

Session.configure { |c| c.store = ShopStore.new(client: Redis.new(namespace: "shop", database: 2)) }
# --- no client at all
Session.configure { |c| c.store = Session::RedisStore(UserSession).new }
# --- a client in a constant
REDIS = Redis.new(host: "constant", database: 5)
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: REDIS) }
# --- a pool's configuration
Session.configure do |c|
  c.store = Session::RedisStore(UserSession).with_pool(Session::ConnectionPoolConfig.new(size: 5, redis_host: "pool", redis_port: 6381, redis_database: 2))
end
# --- a pool's configuration that is changed
settings = Session::ConnectionPoolConfig.new(redis_host: "pool")
settings.redis_host = "changed"
Session.configure { |c| c.store = Session::PooledRedisStore(UserSession).new(Session::ConnectionPool.new(settings)) }
# --- a cluster store
Session.configure { |c| c.store = Session::ClusteredRedisStore(UserSession).new(client: Redis.new(host: "cluster")) }
# --- a method gives the client
def redis_for(environment)
  case environment
  when "production" then Redis.new(url: "redis://live/1")
  when "test"       then Redis.new(url: "redis://test/2")
  else                   Redis.new
  end
end

Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: redis_for(ENV["AZU_ENV"]?)) }
# --- a URI with its path set
uri = URI.parse(ENV["REDIS_URL"]? || "redis://localhost")
uri.path = "/7"
Session.configure { |c| c.store = RedisStore.new(url: uri.to_s, prefix: "u:") }
# --- a URI that is built
uri = URI.new(scheme: "redis", host: "built", port: 6380, path: "/3")
Session.configure { |c| c.store = RedisStore.new(url: uri.to_s, prefix: "u:") }
# --- a URI with a password
uri = URI.new(scheme: "redis", host: "built", user: "", password: "p@ss")
Session.configure { |c| c.store = RedisStore.new(url: uri.to_s, prefix: "u:") }
# --- parts of a URI
uri = URI.parse(ENV["REDIS_URL"]? || "redis://localhost:6379/2")
Session.configure { |c| c.store = RedisStore.new(url: "redis://#{uri.host}:#{uri.port || 6379}/9", prefix: "#{uri.host}:") }
# --- the client from parts of a URI
uri = URI.parse(ENV["REDIS_URL"]? || "redis://:pw@localhost:6380/2")
client = Redis.new(host: uri.host || "localhost", port: uri.port || 6379, password: uri.password, database: uri.path.lchop("/").to_i? || 0)
Session.configure { |c| c.store = Session::RedisStore(UserSession).new(client: client) }
# --- the host of a URI is set
uri = URI.parse("redis://h:6380/1")
uri.host = "set"
uri.port = nil
Session.configure { |c| c.store = RedisStore.new(url: uri.to_s, prefix: "u:") }
# --- the scheme is tested
url = ENV["REDIS_URL"]? || "redis://localhost"
pre = URI.parse(url).scheme == "rediss" ? "tls:" : "plain:"
Session.configure { |c| c.store = RedisStore.new(url: url, prefix: pre) }
# --- another database by text
url = (ENV["REDIS_URL"]? || "redis://localhost:6379").sub(/\/\d*$/, "") + "/4"
Session.configure { |c| c.store = RedisStore.new(url: url, prefix: "t:") }
# --- a path is joined
url = File.join("redis://joined:6379", ENV["DB"]? || "1")
Session.configure { |c| c.store = RedisStore.new(url: url, prefix: "j:") }
# --- Path
pre = (Path["shop"] / "sessions").to_s
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre + ":" + Path["a/b.cr"].basename + ":") }
# --- a URI without a scheme
uri = URI.parse("cache")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{uri.scheme.inspect}#{uri.host.inspect}#{uri.path}:") }
# --- the query of a URI
params = URI.parse("redis://h/1?prefix=a+b%2Fc&x=1=2;x=3&y").query_params
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{params["prefix"]}#{params["x"]}#{params.fetch_all("x").size}#{params["z"]?.inspect}#{params["y"]}:") }
# --- URI.encode_www_form and back
text = URI.encode_www_form("a b+c/ü")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{text}#{URI.decode_www_form(text) == "a b+c/ü"}:") }
# --- URI::Params encode
text = URI::Params.encode({"a" => "1 2", "b" => "x/y"})
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: text.gsub('&', ';') + ":") }
# --- user and password as URI.parse takes them apart
pre = %w(redis://:p@ss@h:1/2 redis://u:p:q@h redis://u:a+b@h redis://a%20b:x@h%2e).map do |url|
  uri = URI.parse(url)
  "#{uri.user}|#{uri.password}|#{uri.host}|#{uri}"
end
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: pre.join(" ") + ":") }
# --- a path without its slash
uri = URI.parse(ENV["REDIS_URL"]? || "redis://h")
uri.path = "7"
Session.configure { |c| c.store = RedisStore.new(url: uri.to_s, prefix: "path:") }
# --- the prefix of a default in a text
store = RedisStore.new(url: "redis://h/1")
store.prefix = "#{store.prefix}x:"
Session.configure { |c| c.store = store }
# --- the prefix of a default in a subclass
class SubStore < RedisStore
  def initialize(url)
    super(url: url)
    @prefix = "#{@prefix}sub:"
  end
end
Session.configure { |c| c.store = SubStore.new("redis://h/1") }
# --- the url of a default decides
store = RedisStore.new
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: store.url.nil? ? "nil:" : "set:") }
# --- the table of a default
store = DatabaseStore.new(url: "postgres://h/d")
store.table += "_v2"
Session.configure { |c| c.store = store }
# --- the members of a Redis with a URL
r = Redis.new(url: "redis://:pw@x:1/3")
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{r.host}#{r.port}#{r.database.inspect}#{r.password.inspect}#{r.unixsocket.nil?}:") }
# --- the configuration's defaults
Session.configure { |c| c.store = RedisStore.new(url: "redis://h/1", prefix: "#{c.timeout.nil?}#{c.cookie_name}#{c.secure}:") }
