#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on URIs.
inline constexpr auto core_uri = R"crystal(
class URI
  class Error < Exception
  end
  property scheme : String?
  property host : String?
  property port : Int32?
  property path : String
  property query : String?
  property user : String?
  property password : String?
  property fragment : String?
  def initialize(@scheme = nil, @host = nil, @port = nil, @path = "", @query = nil, @user = nil, @password = nil, @fragment = nil)
  end
  def self.parse(text : String)
    rest, mark, fragment = text.strip.partition("#")
    uri = new(fragment: mark.empty? ? nil : fragment)
    rest, mark, query = rest.partition("?")
    uri.query = mark.empty? ? nil : query
    scheme, mark, others = rest.partition(':')
    if !mark.empty? && scheme.matches?(/^[A-Za-z][A-Za-z0-9.+-]*$/)
      uri.scheme = scheme.downcase
      rest = others
    end
    unless rest.starts_with?("//")
      uri.path = rest
      return uri
    end
    authority, mark, path = rest[2..].partition("/")
    uri.path = mark + path
    hostport = authority
    if authority.includes?('@')
      userinfo, mark, hostport = authority.partition("@")
      names = userinfo.split(':') # of which the last two count
      uri.password = decode_www_form(names.pop) if names.size > 1
      uri.user = decode_www_form(names.last)
    end
    if hostport.starts_with?("[")
      host, mark, port = hostport.partition("]")
      uri.host = (host + mark).__decode
      port = port.lchop(":")
    else
      host, colon, port = hostport.partition(":")
      uri.host = host.__decode
    end
    raise Error.new("Invalid URI: bad port") unless port.matches?(/^[0-9]*$/)
    uri.port = port.to_i unless port.empty?
    uri
  end
  def ==(other)
    other.is_a?(URI) && __parts == other.__parts
  end
  def __parts
    {scheme, host, port, path, query, user, password, fragment}
  end
  def request_target
    asked = query
    (path.empty? && !opaque? ? "/" : path) + (asked && !asked.empty? ? "?" + asked : "")
  end
  def hostname
    name = host
    name && name.starts_with?("[") ? name[1, name.size - 2] : name
  end
  def userinfo
    secret = password
    login = user
    login ? URI.encode_www_form(login) + (secret ? ":" + URI.encode_www_form(secret) : "") : nil
  end
  def authority
    return nil unless host || user || port
    name = userinfo
    number = port
    (name ? name + "@" : "") + host.to_s.__encode("[]:!$&'()*+,;=") + (number ? ":" + number.to_s : "")
  end
  def to_s
    kind = scheme
    place = authority
    asked = query
    part = fragment
    separator = place && !path.empty? && !path.starts_with?('/') ? "/" : ""
    separator = "/." if place.nil? && path.starts_with?("//")
    (kind ? kind + ":" : "") + (place ? "//" + place : "") + separator + path + (asked ? "?" + asked : "") + (part ? "#" + part : "")
  end
  def absolute?
    !scheme.nil?
  end
  def relative?
    scheme.nil?
  end
  def opaque?
    absolute? && host.nil? && !path.starts_with?('/')
  end
  def query_params
    Params.parse(query || "")
  end
  def self.encode_www_form(text, space_to_plus = true)
    space_to_plus ? text.__encode("").gsub("%20", "+") : text.__encode("")
  end
  def self.encode_path(text)
    text.__encode("/")
  end
  def self.decode(text)
    text.__decode
  end
  def self.decode_www_form(text)
    text.gsub('+', ' ').__decode
  end
  class Params
    include Enumerable
    def self.parse(text : String)
      made = new
      text.split(/[&;]/, remove_empty: true).each do |part|
        name, mark, value = part.partition('=')
        made.add(URI.decode_www_form(name), URI.decode_www_form(value))
      end
      made
    end
    def self.encode(all)
      all.map { |name, value| URI.encode_www_form(name.to_s) + "=" + URI.encode_www_form(value) }.join("&")
    end
    def initialize(@all = {} of Nil => Nil)
    end
    def add(name, value)
      @all[name] = fetch_all(name) + [value]
    end
    def fetch_all(name)
      @all[name]? || [] of Nil
    end
    def fetch(name)
      has_key?(name) ? fetch_all(name).first : yield(name)
    end
    def fetch(name, default)
      has_key?(name) ? fetch_all(name).first : default
    end
    def [](name)
      fetch(name) { raise KeyError.new("Missing param name: " + name.inspect) }
    end
    def []?(name)
      fetch(name, nil)
    end
    def has_key?(name)
      @all.has_key?(name)
    end
    def each
      @all.each { |name, values| values.each { |value| yield({name, value}) } }
    end
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
