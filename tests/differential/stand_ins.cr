# What a configuration program finds in an application: the session shard, the stores of the reference document,
# Redis clients and the framework's environment. Nothing here connects; a store can only be asked for its place.

require "log"
require "path"
require "uri"
require "uuid"

class Redis
  class CannotConnectError < Exception
  end

  # Combined as crystal-redis combines them.
  getter host : String
  getter port : Int32
  getter unixsocket : String?
  getter password : String?
  getter database : Int32?
  getter namespace : String

  def initialize(@host = "localhost", @port = 6379, @unixsocket : String? = nil, @password : String? = nil,
                 @database : Int32? = nil, url = nil, @ssl = false, ssl_context = nil, dns_timeout = nil,
                 connect_timeout = nil, reconnect = true, command_timeout = nil, @namespace : String = "")
    return unless url
    uri = URI.parse url
    @host = uri.host.to_s
    @port = uri.port || 6379
    @password = uri.password
    path = uri.path
    @database = path[1..-1].to_i if path && path.size > 1
    @ssl = uri.scheme == "rediss"
  end

  def url : String
    secret = @password.try { |password| password.empty? ? "" : ":#{URI.encode_www_form(password, space_to_plus: false)}@" }
    if socket = @unixsocket
      return "unix://#{secret}#{socket}#{@database.try { |number| "?db=#{number}" }}"
    end
    host = @host.includes?(':') && !@host.starts_with?('[') ? "[#{@host}]" : @host
    "#{@ssl ? "rediss" : "redis"}://#{secret}#{host}:#{@port}#{@database.try { |number| "/#{number}" }}"
  end

  def key_prefix : String
    namespace.empty? ? "" : namespace + "::"
  end

  class PooledClient
    @client : Redis

    def initialize(*arguments, pool_size = 5, pool_timeout = 5.0, **options)
      @client = Redis.new(*arguments, **options)
    end

    delegate url, key_prefix, namespace, to: @client
  end
end

module Session
  class SessionNotFoundException < Exception
  end

  abstract class Base
    property session_id : String = ""

    def initialize
    end
  end

  # Any store, so that the configuration can hold each.
  abstract class AnyStore
    # The kind of store, by the documented name of its nearest class, and its URL, prefix and table, as far as the
    # instance tells them. A store of another kind has its class's name in the table's place.
    def place : Differential::Place
      {% begin %}
        {% kind = "foreign" %}
        {% for type in ([@type] + @type.ancestors).map(&.name(generic_args: false).split("::").last) %}
          {% if kind == "foreign" && %w(RedisStore PooledRedisStore ClusteredRedisStore DatabaseStore MemoryStore CookieStore).includes?(type) %}
            {% kind = type %}
          {% end %}
        {% end %}
        place = Differential::Place.new({{kind}})
        {% for variable in @type.instance_vars %}
          {% if variable.type.union_types.all? { |type| type <= String || type <= Nil } %}
            {% if %w(url redis_url database_url).includes?(variable.name.stringify) %} place.url = @{{variable.name}} {% end %}
            {% if %w(prefix key_prefix).includes?(variable.name.stringify) %} place.prefix = @{{variable.name}} {% end %}
            {% if %w(table table_name).includes?(variable.name.stringify) %} place.table = @{{variable.name}} {% end %}
          {% elsif variable.type <= Redis || variable.type <= Redis::PooledClient %}
            place.url = @{{variable.name}}.url
          {% end %}
        {% end %}
        {% if kind == "foreign" %} place.table = {{@type.name(generic_args: false).stringify}} {% end %}
        place
      {% end %}
    end

    def ttl
      1.hour
    end
  end

  abstract class Store(T) < AnyStore
    def self.provider(**options)
      new(**options)
    end
  end

  class ConnectionPoolConfig
    property size, timeout, redis_host, redis_port, redis_database, redis_password

    def initialize(@size : Int32 = 5, @timeout : Time::Span = 5.seconds, @redis_host : String = "localhost",
                   @redis_port : Int32 = 6379, @redis_database : Int32 = 0, @redis_password : String? = nil)
    end
  end

  class ConnectionPool
    getter client : Redis

    def initialize(config : ConnectionPoolConfig = ConnectionPoolConfig.new)
      @client = Redis.new(host: config.redis_host, port: config.redis_port, database: config.redis_database,
        password: config.redis_password)
    end
  end

  class ClusterConfig
    property enabled, node_id, channel, local_cache_ttl

    def initialize(@enabled : Bool = false, @node_id : String = "node", @channel : String = "session:cluster:invalidate",
                   @local_cache_enabled : Bool = true, @local_cache_ttl : Time::Span = 30.seconds)
    end
  end

  class RedisStore(T) < Store(T)
    @client : Redis

    def initialize(client : Redis? = nil, pool : ConnectionPool? = nil)
      @client = pool.try(&.client) || client || Redis.new
    end

    def self.with_pool(pool : ConnectionPool) : self
      new(pool: pool)
    end

    def self.with_pool(config : ConnectionPoolConfig) : self
      new(pool: ConnectionPool.new(config))
    end

    private def prefixed(key : String) : String
      "session:#{key}"
    end

    # The keys are made from ids by a method that applications override.
    def place : Differential::Place
      place = super
      id = "\0id"
      key = prefixed(id)
      raise "no prefix: #{key.inspect}" unless key.index(id) == key.size - id.size
      place.prefix = @client.key_prefix + key.rchop(id)
      place
    end
  end

  class PooledRedisStore(T) < RedisStore(T)
    def initialize(pool : ConnectionPool)
      super(pool: pool)
    end

    def self.new(config : ConnectionPoolConfig = ConnectionPoolConfig.new)
      new(ConnectionPool.new(config))
    end
  end

  class ClusteredRedisStore(T) < Store(T)
    @client : Redis

    def initialize(@client : Redis = Redis.new, config : ClusterConfig = ClusterConfig.new)
      @redis_store = RedisStore(T).new(@client)
    end

    def place : Differential::Place
      place = super
      place.prefix = @redis_store.place.prefix
      place
    end
  end

  class MemoryStore(T) < Store(T)
    def initialize
    end
  end

  class CookieStore(T) < Store(T)
    def initialize
    end
  end

  class Configuration
    property secret : String = "secret"
    property timeout : Time::Span = 1.hour
    property ttl : Time::Span = 1.hour
    property session_key : String = "_session"
    property cookie_name : String = "_session"
    property secure : Bool = false
    property http_only : Bool = true
    property same_site : Symbol = :lax
    property cleanup_interval : Time::Span? = nil
    property rotate_on_login : Bool = true
    property regenerate_id : Bool = false
    property encrypt_data : Bool = false
    property encrypt_redis_data : Bool = false
    property compress_data : Bool = false
    property require_secure_secret : Bool = false
    property sliding_expiration : Bool = false
    property cluster : ClusterConfig = ClusterConfig.new
    property on_started : Proc(String, Session::Base, Nil) = ->(id : String, data : Session::Base) {}
    property on_deleted : Proc(String, Session::Base, Nil) = ->(id : String, data : Session::Base) {}
    setter store : AnyStore?

    def store : AnyStore
      @store.not_nil!
    end

    def store? : AnyStore?
      @store
    end

    # The store's name in older versions.
    def provider=(store : AnyStore)
      @store = store
    end
  end

  CONFIGURATION = Configuration.new

  def self.config
    CONFIGURATION
  end

  def self.configuration
    CONFIGURATION
  end

  def self.configure
    with CONFIGURATION yield CONFIGURATION
  end

  macro use_store(type)
  end
end

class UserSession < Session::Base
end

# The stores of the reference document.
class RedisStore < Session::Store(UserSession)
  property url : String
  property prefix : String

  def initialize(@url : String = Differential.default_url, @prefix : String = Differential.default_prefix,
                 @ttl : Time::Span = 1.hour, pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
  end
end

class DatabaseStore < Session::Store(UserSession)
  property table : String
  property url : String

  def initialize(@table : String = "sessions", @ttl : Time::Span = 1.hour, @url : String = ENV["DATABASE_URL"]? || "",
                 pool_size : Int32 = 5, pool_timeout : Time::Span = 5.seconds)
  end
end

class MemoryStore < Session::Store(UserSession)
  def initialize(@ttl : Time::Span = 1.hour)
  end
end

class CookieStore < Session::Store(UserSession)
  def initialize(@ttl : Time::Span = 1.hour)
  end
end

module Azu
  enum Environment
    Build
    Development
    Test
    Integration
    Acceptance
    Pipeline
    Staging
    Production

    def in?(environments : Array(Symbol))
      environments.any? { |name| to_s.downcase == name.to_s }
    end

    def in?(*environments : Environment)
      in?(environments.to_a)
    end
  end

  def self.env : Environment
    Environment.parse(ENV["CRYSTAL_ENV"]? || "development")
  end
end
