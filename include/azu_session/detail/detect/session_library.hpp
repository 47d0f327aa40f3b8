#pragma once

namespace azu_session::inline v0_1::detail {

/// The session shard, the stores of its documentation, Redis clients and the framework's environment, as far
/// as an application's configuration can tell them apart: their constructors and where they keep sessions.
/// Sources: session 2.0 (src/session/stores, src/configuration.cr), crystal-redis 2.9 (`Redis#initialize`),
/// azu (`Azu::Environment`).
inline constexpr auto session_library = R"crystal(
module Session
  CONFIG = Configuration.new
  def self.configure
    with CONFIG yield CONFIG
  end
  def self.config
    CONFIG
  end
  def self.configuration
    CONFIG
  end
  def self.use_store(store)
    nil
  end
  class Configuration
    any_property
    def store?
      @store
    end
    def provider=(store)
      self.store = store
    end
    def tap
      yield self
      self
    end
  end
  class Base
    any_property
  end
  class Store
    property url, prefix, table, ttl
    def self.provider(**options)
      new(**options)
    end
    def initialize(**options)
    end
    def __session_url
      given = @url.__or(@redis_url)
      return given unless given.__known?
      given ? given : __connection_url(@otherwise)
    end
    def __connection_url(otherwise)
      client = __session_client
      return client unless client.__known?
      return client if client.is_a?(String)
      client ? client.__connection.__connection_url : otherwise
    end
    def __session_client
      @client.__or(@pool).__or(@redis).__or(@config)
    end
    def __session_prefix
      @prefix.__or(@key_prefix).__or(@namespace.__or(nil) ? __unknown : nil)
    end
    def __session_table
      @table.__or(@table_name)
    end
    def __session_database
      given = @url.__or(@database_url).__or(@database).__or(@db).__or(@connection)
      return given if !given.__known? || given
      @pool ? @pool.__connection : @otherwise
    end
  end
  class MemoryStore < Store
    def initialize(@ttl = nil, **options)
    end
  end
  class CookieStore < Store
    def initialize(@ttl = nil, **options)
    end
  end
  class RedisStore < Store
    def initialize(@client = nil, @pool = nil, url = nil, prefix = nil, ttl = nil, **options)
      @documented_url = url
      @documented_prefix = prefix
      @ttl = ttl if ttl
      __may_raise("Redis::CannotConnectError")
    end
    def self.with_pool(pool)
      new(pool: pool)
    end
    private def prefixed(key : String) : String
      "session:#{key}"
    end
    def __session_url
      given = @documented_url
      return given unless given.__known?
      given ? given : __connection_url("redis://localhost:6379")
    end
    def __session_prefix
      return @documented_prefix if __documented?
      id = "\0id"
      key = prefixed(id)
      return key unless key.__known?
      return __unknown unless key.index(id) == key.size - id.size
      name = key.rchop(id)
      client = __session_client
      return client unless client.__known?
      return name if client.nil? || client.is_a?(String)
      space = client.__session_namespace
      space == "" ? name : space + name
    end
    def __documented?
      !@documented_prefix.__known? || !@documented_url.__known? || !@documented_prefix.nil? || !@documented_url.nil?
    end
  end
  class PooledRedisStore < RedisStore
    def initialize(@pool = nil, **options)
    end
  end
  class ClusteredRedisStore < Store
    def initialize(@client = nil, @config_of_cluster = nil, config = nil, @url = nil, @prefix = nil, **options)
    end
    def __session_url
      RedisStore.new(client: @client, url: @url).__session_url
    end
    def __session_prefix
      RedisStore.new(client: @client, url: @url, prefix: @prefix).__session_prefix
    end
  end
  class DatabaseStore < Store
    def initialize(@table = nil, @ttl = nil, @url = nil, @database_url = nil, @database = nil, @db = nil, @connection = nil, @table_name = nil, **options)
      @otherwise = ENV["DATABASE_URL"]? || :unset
    end
    def table
      __session_table.__or("sessions")
    end
  end
  class ConnectionPoolConfig
    any_property
    def initialize(@size = 5, @timeout = nil, @redis_host = "localhost", @redis_port = 6379, @redis_database = nil, @redis_password = nil, **options)
    end
    def __connection_url
      Redis.new(host: @redis_host, port: @redis_port, database: @redis_database, password: @redis_password).__connection_url
    end
    def __session_namespace
      ""
    end
  end
  class ConnectionPool
    getter config
    def initialize(config = ConnectionPoolConfig.new)
      @client = Redis.new(host: config.redis_host, port: config.redis_port, database: config.redis_database, password: config.redis_password)
    end
    def __connection_url
      @client.__connection_url
    end
    def __session_namespace
      ""
    end
  end
  class ClusterConfig
    any_property
    def initialize(**options)
    end
  end
end

class RedisStore < Session::Store
  property pool_size, pool_timeout
  def initialize(@url = nil, @prefix = nil, @ttl = nil, @pool_size = nil, @pool_timeout = nil, @redis_url = nil, @key_prefix = nil, @namespace = nil, @client = nil, @pool = nil, @redis = nil, @config = nil, **options)
    @otherwise = ENV["REDIS_URL"]? || :unset
    __may_raise("Redis::CannotConnectError")
  end
end
class DatabaseStore < Session::DatabaseStore
end
class MemoryStore < Session::MemoryStore
end
class CookieStore < Session::CookieStore
end

class Redis
  class CannotConnectError < Exception
  end
  getter host, port, unixsocket, password, database, namespace
  def initialize(@host = "localhost", @port = 6379, @unixsocket = nil, @password = nil, @database = nil, url = nil, @ssl = false, ssl_context = nil, dns_timeout = nil, connect_timeout = nil, reconnect = true, command_timeout = nil, @namespace = "", **options)
    __may_raise("Redis::CannotConnectError")
    unless url.__known?
      @url = @host = @port = @password = @database = url
      return
    end
    url = host if url.nil? && @host.__known? && @host.to_s.includes?("://")
    return unless url
    @url = url
    if url.empty?
      @url = nil
      @host = ""
    end
    return unless url.includes?("://")
    uri = URI.parse(url)
    return unless uri.__known?
    path = uri.path
    whole = @unixsocket.nil? && (@database.nil? || path.size > 1) && (uri.user || "").empty?
    @url = nil unless whole
    @host = uri.host.to_s
    @port = uri.port || 6379
    @password = uri.password
    @database = path[1..].to_i if path.size > 1
    @ssl = uri.scheme == "rediss"
  end
  def self.open(**options)
    client = new(**options)
    yield client
  end
  def __connection_url
    return @url if !@url.__known? || @url
    {@host, @port, @unixsocket, @password, @database}.each { |part| return part unless part.__known? }
    secret = @password ? (@password.empty? ? "" : ":" + @password.__encode("") + "@") : ""
    number = @database
    return "unix://" + secret + @unixsocket.__encode("/") + (number ? "?db=" + number.to_s : "") if @unixsocket
    name = @host.to_s
    return __unknown if name.empty?
    name = "[" + name + "]" if name.includes?(':') && !name.starts_with?('[')
    (@ssl ? "rediss" : "redis") + "://" + secret + name + ":" + @port.to_s + (number ? "/" + number.to_s : "")
  end
  def __session_namespace
    @namespace.empty? ? "" : @namespace + "::"
  end
  class PooledClient
    def initialize(*arguments, pool_size = 5, pool_timeout = 5.0, **options)
      @client = Redis.new(*arguments, **options)
    end
    def __connection_url
      @client.__connection_url
    end
    def __session_namespace
      @client.__session_namespace
    end
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
    def in?(*environments) # of symbols, it depends on the version of azu
      given = environments.to_a.flatten
      given.all?(&.is_a?(Environment)) ? given.includes?(self) : __unknown
    end
  end
  def self.env
    Environment.parse(ENV["CRYSTAL_ENV"]? || "development")
  end
end
)crystal";

} // namespace azu_session::inline v0_1::detail
