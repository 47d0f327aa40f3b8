#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on hashes.
inline constexpr auto core_hash = R"crystal(
class Hash(T)
  include Enumerable
  def self.zip(names, all)
    made = {} of Nil => Nil
    names.each_with_index { |name, i| made[name] = all[i] }
    made
  end
  def each
    names = keys
    added = __added
    i = 0
    while i < names.size
      return __unknown if __rearranged?(added)
      yield({names[i], __get(names[i])}) if has_key?(names[i])
      i += 1
    end
    nil
  end
  def each
    __iterator
  end
  def each_key
    each { |key, value| yield key }
  end
  def each_key
    __iterator.map { |entry| entry[0] }
  end
  def each_value
    each { |key, value| yield value }
  end
  def each_value
    __iterator.map { |entry| entry[1] }
  end
  def empty?
    size == 0
  end
  def fetch(key)
    has_key?(key) ? __get(key) : yield(key)
  end
  def fetch(key)
    has_key?(key) ? __get(key) : raise KeyError.new("Missing hash key: " + key.inspect)
  end
  def fetch(key, default)
    has_key?(key) ? __get(key) : default
  end
  def dig(key, *rest)
    rest.empty? ? self[key] : self[key].dig(*rest)
  end
  def dig?(key, *rest)
    found = self[key]?
    rest.empty? || found.nil? ? found : found.dig?(*rest)
  end
  def put(key, value)
    self[key] = value
  end
  def put_if_absent(key, value)
    has_key?(key) ? __get(key) : (self[key] = value)
  end
  def update(key)
    before = self[key]
    self[key] = yield before
    before
  end
  def shift
    empty? ? raise IndexError.new : shift?
  end
  def shift
    empty? ? yield : shift?
  end
  def shift?
    return nil if empty?
    key = keys.first
    {key, delete(key)}
  end
  def has_value?(wanted)
    values.includes?(wanted)
  end
  def key_for(wanted)
    each { |key, value| return key if value == wanted }
    raise KeyError.new("Missing hash key for value: #{wanted}")
  end
  def key_for?(wanted)
    each { |key, value| return key if value == wanted }
    nil
  end
  def first_key
    empty? ? raise "Can't get first key of empty Hash" : keys.first
  end
  def first_value
    empty? ? raise "Can't get first value of empty Hash" : values.first
  end
  def last_key
    empty? ? raise "Can't get last key of empty Hash" : keys.last
  end
  def last_value
    empty? ? raise "Can't get last value of empty Hash" : values.last
  end
  def first_key?
    keys.first?
  end
  def values_at(*wanted)
    wanted.map { |key| self[key] }
  end
  def select
    all = {} of Nil => Nil
    each { |key, value| all[key] = value if yield key, value }
    all
  end
  def select(*wanted)
    wanted = wanted[0] if wanted.size == 1 && wanted[0].is_a?(Array)
    all = {} of Nil => Nil
    wanted.each { |key| all[key] = self[key] if has_key?(key) }
    all
  end
  def reject
    all = {} of Nil => Nil
    each { |key, value| all[key] = value unless yield key, value }
    all
  end
  def reject(*unwanted)
    unwanted = unwanted[0] if unwanted.size == 1 && unwanted[0].is_a?(Array)
    all = dup
    unwanted.each { |key| all.delete(key) }
    all
  end
  def compact
    reject { |key, value| value.nil? }
  end
  def select!
    reject! { |key, value| !(yield key, value) }
  end
  def reject!
    each { |key, value| delete(key) if yield key, value }
    self
  end
  def __plain
    all = {} of Nil => Nil
    each { |key, value| all[key] = value }
    all
  end
  def merge(other)
    all = __plain
    other.each { |key, value| all[key] = value }
    all
  end
  def merge(other)
    all = __plain
    other.each { |key, value| all[key] = all.has_key?(key) ? (yield key, all.__get(key), value) : value }
    all
  end
  def merge!(other)
    other.each { |key, value| self[key] = value }
    self
  end
  def merge!(other)
    other.each { |key, value| self[key] = has_key?(key) ? (yield key, __get(key), value) : value }
    self
  end
  def transform_values
    all = {} of Nil => Nil
    each { |key, value| all[key] = yield value }
    all
  end
  def transform_values!
    each { |key, value| self[key] = yield value }
    self
  end
  def transform_keys
    all = {} of Nil => Nil
    each { |key, value| all[yield key] = value }
    all
  end
  def invert
    all = {} of Nil => Nil
    each { |key, value| all[value] = key }
    all
  end
  def to_h
    self
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
