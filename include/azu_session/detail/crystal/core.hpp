#pragma once

namespace azu_session::inline v0_1::crystal {

/// What Crystal's core library does, as far as it can be said in Crystal; the rest is in builtins.hpp.
/// `__unknown` is a method that nothing defines: what it stands for cannot be told.
inline constexpr auto core_library = R"crystal(
class Object
  def tap
    yield self
    self
  end
  def try
    yield self
  end
  def itself
    self
  end
  def in?(*values)
    return values[0].includes?(self) if values.size == 1
    values.includes?(self)
  end
  def unsafe_as(type)
    __unknown
  end
end

class Class
end
class Proc(T)
end
class Regex
  class MatchData
    getter to_a, pre_match, post_match
    def []?(group : Int)
      to_a[group]?
    end
    def []?(name : String)
      found = nil
      @names.each_with_index { |own, i| found = to_a[i] || found if own == name }
      found
    end
    def [](group : Int)
      self[group]? || raise IndexError.new("Capture group was not matched")
    end
    def [](name : String)
      self[name]? || raise KeyError.new("Capture group was not matched")
    end
    def size
      to_a.size
    end
    def captures
      all = [] of Nil
      to_a.each_with_index { |group, i| all << group if i > 0 && @names[i].nil? }
      all
    end
    def named_captures
      all = {} of Nil => Nil
      @names.each { |name| all[name] = self[name]? unless name.nil? }
      all
    end
  end
end
class ENV
end

class Nil
  def try(&)
    nil
  end
  def presence
    nil
  end
  def to_a
    [] of Nil
  end
end

class Bool
  def &(other)
    self ? (other ? true : false) : false
  end
  def |(other)
    self ? true : (other ? true : false)
  end
  def ^(other)
    self != (other ? true : false)
  end
end

class Exception
  getter message : String?
  getter cause : Exception?
  def initialize(@message = nil, @cause = nil)
  end
  def to_s
    message.to_s
  end
end
class ArgumentError < Exception
end
class IndexError < Exception
end
class KeyError < Exception
end
class NilAssertionError < Exception
end
class TypeCastError < Exception
end
class OverflowError < Exception
end
class DivisionByZeroError < Exception
end
class RuntimeError < Exception
end
class NotImplementedError < Exception
end
module Comparable(T)
  def <(other)
    (self <=> other) < 0
  end
  def <=(other)
    (self <=> other) <= 0
  end
  def >(other)
    (self <=> other) > 0
  end
  def >=(other)
    (self <=> other) >= 0
  end
  def ==(other)
    (self <=> other) == 0
  end
  def clamp(least, most)
    return least if self < least
    return most if self > most
    self
  end
  def clamp(range : Range)
    clamp(range.begin, range.excludes_end? ? __unknown : range.end)
  end
end
module Enumerable
  class EmptyError < Exception
  end

  def map
    all = [] of Nil
    each { |x| all << (yield x) }
    all
  end
  def to_a
    all = [] of Nil
    each { |x| all << x }
    all
  end
  def to_a
    all = [] of Nil
    each { |x| all << (yield x) }
    all
  end
  def flat_map
    all = [] of Nil
    each do |x|
      made = yield x
      made.is_a?(Array) ? all.concat(made) : (all << made)
    end
    all
  end
  def compact_map
    all = [] of Nil
    each do |x|
      made = yield x
      all << made unless made.nil?
    end
    all
  end
  def select
    all = [] of Nil
    each { |x| all << x if yield x }
    all
  end
  def select(pattern)
    all = [] of Nil
    each { |x| all << x if pattern === x }
    all
  end
  def reject
    all = [] of Nil
    each { |x| all << x unless yield x }
    all
  end
  def reject(pattern)
    all = [] of Nil
    each { |x| all << x unless pattern === x }
    all
  end
  def find(otherwise = nil)
    each { |x| return x if yield x }
    otherwise
  end
  def find!
    each { |x| return x if yield x }
    raise EmptyError.new("Element not found")
  end
  def any?
    each { |x| return true if x }
    false
  end
  def any?
    each { |x| return true if yield x }
    false
  end
  def any?(pattern)
    each { |x| return true if pattern === x }
    false
  end
  def all?
    each { |x| return false unless x }
    true
  end
  def all?
    each { |x| return false unless yield x }
    true
  end
  def all?(pattern)
    each { |x| return false unless pattern === x }
    true
  end
  def none?
    each { |x| return false if x }
    true
  end
  def none?
    each { |x| return false if yield x }
    true
  end
  def one?
    count { |x| yield x } == 1
  end
  def includes?(wanted)
    each { |x| return true if x == wanted }
    false
  end
  def count
    n = 0
    each { |x| n += 1 if yield x }
    n
  end
  def count(wanted)
    n = 0
    each { |x| n += 1 if x == wanted }
    n
  end
  def size
    n = 0
    each { |x| n += 1 }
    n
  end
  def index
    i = 0
    each do |x|
      return i if yield x
      i += 1
    end
    nil
  end
  def index(wanted)
    i = 0
    each do |x|
      return i if x == wanted
      i += 1
    end
    nil
  end
  def each_with_index(offset = 0)
    i = offset
    each do |x|
      yield x, i
      i += 1
    end
    nil
  end
  def each_with_index(offset = 0)
    i = offset - 1
    map do |x|
      i += 1
      {x, i}
    end
  end
  def with_index(offset = 0)
    i = offset - 1
    map do |x|
      i += 1
      yield x, i
    end
  end
  def map_with_index(offset = 0)
    i = offset - 1
    map do |x|
      i += 1
      yield x, i
    end
  end
  def each_with_object(memo)
    each { |x| yield x, memo }
    memo
  end
  def reduce
    found = false
    memo = nil
    each do |x|
      memo = found ? (yield memo, x) : x
      found = true
    end
    raise EmptyError.new("Empty enumerable") unless found
    memo
  end
  def reduce(memo)
    each { |x| memo = yield memo, x }
    memo
  end
  def sum(initial = 0)
    each { |x| initial = initial + x }
    initial
  end
  def sum(initial = 0)
    each { |x| initial = initial + (yield x) }
    initial
  end
  def product(initial = 1)
    each { |x| initial = initial * x }
    initial
  end
  def max
    max? || raise EmptyError.new("Empty enumerable")
  end
  def max?
    found = false
    best = nil
    each do |x|
      best = x if !found || x > best
      found = true
    end
    best
  end
  def min
    min? || raise EmptyError.new("Empty enumerable")
  end
  def min?
    found = false
    best = nil
    each do |x|
      best = x if !found || x < best
      found = true
    end
    best
  end
  def max_by?
    found = false
    best = rank = nil
    each do |x|
      own = yield x
      best, rank = x, own if !found || own > rank
      found = true
    end
    best
  end
  def min_by?
    found = false
    best = rank = nil
    each do |x|
      own = yield x
      best, rank = x, own if !found || own < rank
      found = true
    end
    best
  end
  def max_by
    raise EmptyError.new("Empty enumerable") if empty?
    max_by? { |x| yield x }
  end
  def min_by
    raise EmptyError.new("Empty enumerable") if empty?
    min_by? { |x| yield x }
  end
  def max_of
    map { |x| yield x }.max
  end
  def min_of
    map { |x| yield x }.min
  end
  def max_of?
    map { |x| yield x }.max?
  end
  def min_of?
    map { |x| yield x }.min?
  end
  def minmax
    {min, max}
  end
  def group_by
    groups = {} of Nil => Nil
    each do |x|
      key = yield x
      groups[key] = [] of Nil unless groups.has_key?(key)
      groups[key] << x
    end
    groups
  end
  def index_by
    all = {} of Nil => Nil
    each { |x| all[yield x] = x }
    all
  end
  def partition
    yes = [] of Nil
    no = [] of Nil
    each { |x| (yield x) ? (yes << x) : (no << x) }
    {yes, no}
  end
  def tally
    counts = {} of Nil => Nil
    each { |x| counts[x] = (counts[x]? || 0) + 1 }
    counts
  end
  def to_h
    all = {} of Nil => Nil
    each { |x| all[x[0]] = x[1] }
    all
  end
  def to_h
    all = {} of Nil => Nil
    each do |x|
      made = yield x
      all[made[0]] = made[1]
    end
    all
  end
  def zip(*others)
    i = -1
    map do |x|
      i += 1
      {x} + others.map { |other| other.to_a[i] }
    end
  end
  def zip(*others)
    zip(*others).each { |all| yield *all }
  end
  def each_slice(count)
    to_a.in_slices(count).each { |x| yield x }
  end
  def each_slice(count)
    to_a.in_slices(count)
  end
  def each_cons(count)
    to_a.in_windows(count).each { |x| yield x }
  end
  def each_cons(count)
    to_a.in_windows(count)
  end
  def first
    each { |x| return x }
    raise EmptyError.new("Empty enumerable")
  end
  def first(count : Int32)
    all = [] of Nil
    return all if count == 0
    each do |x|
      all << x
      break if all.size == count
    end
    all
  end
  def first?
    each { |x| return x }
    nil
  end
  def take_while
    all = [] of Nil
    each do |x|
      break unless yield x
      all << x
    end
    all
  end
  def skip(count : Int32)
    i = 0
    select do |x|
      i += 1
      i > count
    end
  end
  def skip_while
    skipping = true
    select do |x|
      skipping = false unless skipping && yield x
      !skipping
    end
  end
  def empty?
    each { |x| return false }
    true
  end
  def join(separator = "")
    text = ""
    each_with_index { |x, i| text += (i > 0 ? separator.to_s : "") + x.to_s }
    text
  end
  def join(separator = "")
    map { |x| yield x }.join(separator)
  end
  def join(io : IO, separator = "")
    io << join(separator)
  end
  def to_set
    Set.new(to_a)
  end
  def sort
    to_a.sort
  end
  def sort_by
    to_a.sort_by { |x| yield x }
  end
  def uniq
    to_a.uniq
  end
  def reverse
    to_a.reverse
  end
  def each_entry
    each { |x| yield x }
  end
  def chunk_while
    __unknown
  end
end

module Indexable
  include Enumerable
  def each
    i = 0
    while i < size
      yield self[i]
      i += 1
    end
    nil
  end
  def each
    to_a
  end
  def each_index
    i = 0
    while i < size
      yield i
      i += 1
    end
    nil
  end
  def reverse_each
    i = size - 1
    while i >= 0
      yield self[i]
      i -= 1
    end
    nil
  end
  def empty?
    size == 0
  end
  def first
    self[0]
  end
  def first
    size > 0 ? self[0] : yield
  end
  def first?
    self[0]?
  end
  def first(count : Int32)
    to_a[0, count]
  end
  def last
    self[-1]
  end
  def last
    size > 0 ? self[-1] : yield
  end
  def last?
    self[-1]?
  end
  def last(count : Int32)
    count < size ? to_a[size - count, count] : to_a
  end
  def fetch(index : Int32, default)
    found = index < 0 ? index + size : index
    0 <= found < size ? self[found] : default
  end
  def fetch(index : Int32)
    found = index < 0 ? index + size : index
    0 <= found < size ? self[found] : yield(index)
  end
  def dig(index, *rest)
    rest.empty? ? self[index] : self[index].dig(*rest)
  end
  def dig?(index, *rest)
    found = self[index]?
    rest.empty? || found.nil? ? found : found.dig?(*rest)
  end
  def values_at(*indexes)
    indexes.map { |i| self[i] }
  end
  def rindex(wanted)
    i = size - 1
    while i >= 0
      return i if self[i] == wanted
      i -= 1
    end
    nil
  end
  def sample
    __unknown
  end
end

class Tuple(T)
  include Indexable
  def map
    all = [] of Nil
    each { |x| all << (yield x) }
    all.__tuple
  end
  def reverse
    to_a.reverse.__tuple
  end
end

class Array(T)
  include Indexable
  def self.new
    [] of Nil
  end
  def self.new(size : Int32)
    all = [] of Nil
    i = 0
    while i < size
      all << (yield i)
      i += 1
    end
    all
  end
  def self.new(size : Int32, value)
    all = [] of Nil
    i = 0
    while i < size
      all << value
      i += 1
    end
    all
  end
  def each
    i = 0
    while i < size
      yield self[i]
      i += 1
    end
    nil
  end
  def map
    Array.new(size) { |i| yield self[i] }
  end
  def to_a
    self
  end
  def in_slices(count)
    all = [] of Nil
    i = 0
    while i < size
      all << self[i, count]
      i += count
    end
    all
  end
  def in_windows(count)
    all = [] of Nil
    i = 0
    while i + count <= size
      all << self[i, count]
      i += 1
    end
    all
  end
  def in_groups_of(count)
    __unknown
  end
  def concat(other)
    other.each { |x| self << x }
    self
  end
  def append(*others)
    others.each { |x| self << x }
    self
  end
  def -(other)
    reject { |x| other.includes?(x) }
  end
  def &(other)
    select { |x| other.includes?(x) }.uniq
  end
  def |(other)
    (self + other).uniq
  end
  def *(times : Int32)
    all = [] of Nil
    times.times { all.concat(self) }
    all
  end
  def uniq
    all = [] of Nil
    each { |x| all << x unless all.includes?(x) }
    all
  end
  def uniq
    all = [] of Nil
    keys = [] of Nil
    each do |x|
      key = yield x
      all << x unless keys.includes?(key)
      keys << key
    end
    all
  end
  def compact
    reject { |x| x.nil? }
  end
  def flatten
    all = [] of Nil
    each { |x| x.is_a?(Array) ? all.concat(x.flatten) : (all << x) }
    all
  end
  def reverse
    all = [] of Nil
    each { |x| all.unshift(x) }
    all
  end
  def rotate(n = 1)
    return dup if empty?
    n = n % size
    self[n..] + self[0, n]
  end
  def sort
    sort { |a, b| a <=> b }
  end
  def sort
    all = [] of Nil
    each do |x|
      i = all.size
      while i > 0
        order = yield all[i - 1], x
        break if order <= 0
        i -= 1
      end
      all.insert(i, x)
    end
    all
  end
  def sort_by
    map { |x| {yield(x), x} }.sort { |a, b| a[0] <=> b[0] }.map { |pair| pair[1] }
  end
  def sort!
    __replace(sort)
  end
  def sort!
    __replace(sort { |a, b| yield a, b })
  end
  def sort_by!
    __replace(sort_by { |x| yield x })
  end
  def map!
    __replace(map { |x| yield x })
  end
  def select!
    __replace(select { |x| yield x })
  end
  def reject!
    __replace(reject { |x| yield x })
  end
  def uniq!
    __replace(uniq)
  end
  def compact!
    __replace(compact)
  end
  def reverse!
    __replace(reverse)
  end
  def delete(wanted)
    kept = reject { |x| x == wanted }
    found = kept.size < size
    __replace(kept)
    found ? wanted : nil
  end
  def replace(other)
    __replace(other)
  end
  def fill(value)
    map! { |x| value }
  end
  def transpose
    __unknown
  end
  def shuffle
    __unknown
  end
end

class Hash(T)
  include Enumerable
  def each
    names = keys
    i = 0
    while i < names.size
      yield({names[i], __get(names[i])}) if has_key?(names[i])
      i += 1
    end
    nil
  end
  def each
    to_a
  end
  def each_key
    keys.each { |key| yield key }
    nil
  end
  def each_value
    values.each { |value| yield value }
    nil
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
    self[key] = yield self[key]
  end
  def has_value?(wanted)
    values.includes?(wanted)
  end
  def key_for(wanted)
    key_for?(wanted) || raise KeyError.new("Missing hash key for value: " + wanted.inspect)
  end
  def key_for?(wanted)
    each { |key, value| return key if value == wanted }
    nil
  end
  def first_key
    keys.first
  end
  def first_value
    values.first
  end
  def last_key
    keys.last
  end
  def last_value
    values.last
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
    each { |key, value| all[key] = value if wanted.includes?(key) }
    all
  end
  def reject
    all = {} of Nil => Nil
    each { |key, value| all[key] = value unless yield key, value }
    all
  end
  def reject(*unwanted)
    unwanted = unwanted[0] if unwanted.size == 1 && unwanted[0].is_a?(Array)
    all = {} of Nil => Nil
    each { |key, value| all[key] = value unless unwanted.includes?(key) }
    all
  end
  def compact
    reject { |key, value| value.nil? }
  end
  def select!
    __replace(select { |key, value| yield key, value })
  end
  def reject!
    __replace(reject { |key, value| yield key, value })
  end
  def merge(other)
    all = dup
    other.each { |key, value| all[key] = value }
    all
  end
  def merge(other)
    all = dup
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
    each { |key, value| all[key] = yield value, key }
    all
  end
  def transform_values!
    __replace(transform_values { |value, key| yield value, key })
  end
  def transform_keys
    all = {} of Nil => Nil
    each { |key, value| all[yield key, value] = value }
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

class NamedTuple(T)
  include Enumerable
  def each
    names = keys
    i = 0
    while i < names.size
      yield({names[i], __get(names[i])})
      i += 1
    end
    nil
  end
  def map
    all = [] of Nil
    keys.each { |key| all << (yield key, __get(key)) }
    all
  end
  def each_key
    keys.each { |key| yield key }
  end
  def each_value
    values.each { |value| yield value }
  end
  def empty?
    size == 0
  end
  def fetch(key)
    has_key?(key) ? __get(key) : yield
  end
  def fetch(key, default)
    has_key?(key) ? __get(key) : default
  end
  def dig(key, *rest)
    rest.empty? ? self[key] : self[key].dig(*rest)
  end
end

class Set(T)
  include Enumerable
  def self.__from(items)
    new(items)
  end
  def initialize(items = nil)
    @all = items ? items.to_a.uniq : [] of Nil
  end
  def each
    @all.each { |x| yield x }
  end
  def <<(item)
    @all << item unless @all.includes?(item)
    self
  end
  def add(item)
    self << item
  end
  def concat(items)
    items.each { |x| self << x }
    self
  end
  def delete(item)
    !@all.delete(item).nil?
  end
  def size
    @all.size
  end
  def |(other)
    Set.new(@all | other.to_a)
  end
  def &(other)
    Set.new(@all & other.to_a)
  end
  def -(other)
    Set.new(@all - other.to_a)
  end
end

class Range(T)
  include Enumerable
  def each
    current = self.begin
    last = self.end
    while last.nil? || (excludes_end? ? current < last : current <= last)
      yield current
      break if current == last
      current = current.succ
    end
    nil
  end
  def each
    to_a
  end
  def step(by)
    current = self.begin
    last = self.end
    while excludes_end? ? current < last : current <= last
      yield current
      current += by
    end
    self
  end
  def step(by)
    all = [] of Nil
    step(by) { |x| all << x }
    all
  end
  def covers?(value)
    includes?(value)
  end
  def reverse_each
    to_a.reverse.each { |x| yield x }
  end
  def min
    self.begin
  end
  def last
    self.end
  end
end

struct Number
  include Comparable
  def zero?
    self == 0
  end
  def positive?
    self > 0
  end
  def negative?
    self < 0
  end
  def abs
    self < 0 ? -self : self
  end
  def sign
    self <=> 0
  end
end
struct Float < Number
end
struct Float64 < Float
end
struct Int < Number
  def times
    i = 0
    while i < self
      yield i
      i += 1
    end
    nil
  end
  def times
    (0...self).to_a
  end
  def upto(last)
    i = self
    while i <= last
      yield i
      i += 1
    end
    nil
  end
  def upto(last)
    (self..last).to_a
  end
  def downto(last)
    i = self
    while i >= last
      yield i
      i -= 1
    end
    nil
  end
  def step(to = nil, by = 1)
    i = self
    while to.nil? || (by > 0 ? i <= to : i >= to)
      yield i
      i += by
    end
    self
  end
  def even?
    self % 2 == 0
  end
  def odd?
    self % 2 != 0
  end
  def divisible_by?(other)
    self % other == 0
  end
  def succ
    self + 1
  end
  def pred
    self - 1
  end
  def divmod(other)
    {self // other, self % other}
  end
  def digits
    to_s.chars.reverse.map(&.to_i)
  end
end
struct Int8 < Int
  MIN = -128_i8
  MAX = 127_i8
end
struct Int16 < Int
  MIN = -32768_i16
  MAX = 32767_i16
end
struct Int32 < Int
  def self.new(value)
    value.to_i32
  end
  MIN = -2147483648
  MAX = 2147483647
end
struct Int64 < Int
  def self.new(value)
    value.to_i64
  end
  MAX = 9223372036854775807_i64
end
struct UInt8 < Int
  MIN = 0_u8
  MAX = 255_u8
end
struct UInt16 < Int
  MIN = 0_u16
  MAX = 65535_u16
end
struct UInt32 < Int
  MIN = 0_u32
  MAX = 4294967295_u32
end
struct UInt64 < Int
  MIN = 0_u64
end

struct Char
  def succ
    (ord + 1).chr
  end
  def pred
    (ord - 1).chr
  end
  def to_i
    to_i? || raise ArgumentError.new("Invalid integer: " + to_s)
  end
  def to_i?
    '0' <= self <= '9' ? ord - 48 : nil
  end
  def in_set?(set)
    to_s.count(set) > 0
  end
  def -(other)
    ord - other.ord
  end
end

struct Symbol
end

class String
  class Builder < IO
    def initialize
      @text = ""
    end
    def <<(value)
      @text += value.to_s
      self
    end
    def print(*values)
      values.each { |value| @text += value.to_s }
      nil
    end
    def puts(*values)
      values.each { |value| @text += value.to_s + (value.to_s.ends_with?('\n') ? "" : "\n") }
      @text += "\n" if values.empty?
      nil
    end
    def empty?
      @text.empty?
    end
    def to_s
      @text
    end
  end
  def self.build
    io = Builder.new
    yield io
    io.to_s
  end
  def self.new(text : String)
    text
  end
  def empty?
    bytesize == 0
  end
  def blank?
    strip.empty?
  end
  def presence
    blank? ? nil : self
  end
  def includes?(wanted)
    !index(wanted).nil?
  end
  def chomp
    __chomp
  end
  def chomp(suffix)
    rchop(suffix)
  end
  def lchop
    empty? ? "" : self[1..]
  end
  def lchop(prefix)
    starts_with?(prefix) ? self[prefix.to_s.size..] : self
  end
  def lchop?(prefix)
    starts_with?(prefix) ? self[prefix.to_s.size..] : nil
  end
  def rchop
    empty? ? "" : self[0, size - 1]
  end
  def rchop(suffix)
    ends_with?(suffix) ? self[0, size - suffix.to_s.size] : self
  end
  def rchop?(suffix)
    ends_with?(suffix) ? self[0, size - suffix.to_s.size] : nil
  end
  def lstrip
    i = 0
    while i < size && (yield self[i])
      i += 1
    end
    self[i..]
  end
  def rstrip
    i = size
    while i > 0 && (yield self[i - 1])
      i -= 1
    end
    self[0, i]
  end
  def strip
    lstrip { |c| yield c }.rstrip { |c| yield c }
  end
  def capitalize
    empty? ? "" : self[0].to_s.upcase + self[1..].downcase
  end
  def titleize
    starts = true
    text = ""
    each_char do |c|
      text += starts ? c.to_s.upcase : c.to_s.downcase
      starts = c.whitespace?
    end
    text
  end
  def underscore
    text = ""
    kept = nil
    first = true
    after_lower = after_upper = after_digit = false
    each_char do |c|
      digit = c.number?
      upper = c.uppercase?
      lower = digit || c.lowercase?
      small = c.to_s.downcase
      if first
        text += small
      elsif after_lower && upper
        text += kept if kept
        kept = nil
        text += "_" + small
      elsif (after_upper || after_digit) && (upper || digit)
        text += kept if kept
        kept = small
      else
        if kept
          text += "_" if c != '_' && after_upper && lower
          text += kept
          kept = nil
        end
        text += small
      end
      after_lower = lower
      after_upper = upper
      after_digit = digit
      first = false
    end
    kept ? text + kept : text
  end
  def camelcase(lower = false)
    text = ""
    first = true
    after_underscore = false
    each_char do |c|
      if first
        text += lower ? c.to_s.downcase : c.to_s.upcase
      elsif c == '_'
        after_underscore = true
      elsif after_underscore
        text += c.to_s.upcase
        after_underscore = false
      else
        text += c.to_s
      end
      first = false
    end
    text
  end
  def ljust(width, fill = ' ')
    width > size ? self + fill.to_s * (width - size) : self
  end
  def rjust(width, fill = ' ')
    width > size ? fill.to_s * (width - size) + self : self
  end
  def center(width, fill = ' ')
    return self if width <= size
    left = (width - size) // 2
    fill.to_s * left + self + fill.to_s * (width - size - left)
  end
  def partition(separator : String | Char)
    i = index(separator)
    i ? {self[0, i], separator.to_s, self[(i + separator.to_s.size)..]} : {self, "", ""}
  end
  def partition(separator : Regex)
    found = match(separator)
    found ? {found.pre_match, found[0], found.post_match} : {self, "", ""}
  end
  def []?(pattern : Regex, group = 0)
    found = match(pattern)
    found ? found[group]? : nil
  end
  def [](pattern : Regex, group = 0)
    self[pattern, group]?.not_nil!
  end
  def scan(pattern : Regex)
    __scan(pattern)
  end
  def scan(pattern : Regex)
    __scan(pattern).each { |found| yield found }
    self
  end
  def rpartition(separator : String | Char)
    i = rindex(separator)
    i ? {self[0, i], separator.to_s, self[(i + separator.to_s.size)..]} : {"", "", self}
  end
  def insert(at : Int32, other)
    at = size + at + 1 if at < 0
    raise IndexError.new("Index out of bounds") unless 0 <= at <= size
    self[0, at] + other.to_s + self[at..]
  end
  def lines(chomp = true)
    return __unknown unless chomp
    return [] of String if empty?
    (ends_with?('\n') ? self[0, size - 1] : self).split('\n').map { |line| line.rchop('\r') }
  end
  def each_line
    lines.each { |line| yield line }
  end
  def each_line
    lines
  end
  def each_char_with_index(offset = 0)
    chars.each_with_index(offset) { |c, i| yield c, i }
  end
  def each_char
    chars.each { |c| yield c }
  end
  def each_char
    chars
  end
  def each_byte
    bytes.each { |byte| yield byte }
  end
  def each_byte
    bytes
  end
  def char_at(i)
    self[i]
  end
  def reverse
    chars.reverse.join
  end
  def to_str
    self
  end
  def compare(other, case_insensitive = false)
    case_insensitive ? downcase <=> other.downcase : self <=> other
  end
  def split(separator = nil, limit = nil, remove_empty = false)
    (limit ? split(separator, limit, remove_empty: remove_empty) : split(separator, remove_empty: remove_empty)).each { |part| yield part }
  end
end

module Math
  def self.max(a, b)
    a >= b ? a : b
  end
  def self.min(a, b)
    a <= b ? a : b
  end
end

class Mutex
  def synchronize
    yield
  end
end

struct Time
  def self.measure
    yield
    __elapsed
  end
  def self.__elapsed
    __unknown
  end
  struct Span
    def self.new(days = 0, hours = 0, minutes = 0, seconds = 0, nanoseconds = 0)
      days.days + hours.hours + minutes.minutes + seconds.seconds
    end
    def self.new(hours : Int, minutes : Int, seconds : Int)
      hours.hours + minutes.minutes + seconds.seconds
    end
    def self.zero
      0.seconds
    end
    def abs
      self < 0.seconds ? -self : self
    end
  end
end

struct Path
  def self.[](first, *rest)
    new(File.join(first, *rest))
  end
  def self.new(first, *rest)
    made = allocate_path
    made.text = File.join(first, *rest)
    made
  end
  def self.allocate_path
    Named.new
  end
  struct Named
    property text : String = ""
    def /(other)
      Path.new(text, other.to_s)
    end
    def join(*others)
      Path.new(text, *others)
    end
    def basename
      text.rstrip('/').split('/').last
    end
    def to_s
      text
    end
  end
end

class File
  def self.join(*parts)
    text = nil
    parts.each do |part|
      part = part.to_s
      __unknown if part.includes?("//") && !part.includes?("://")
      if text.nil?
        text = part
      elsif text.empty?
        text = part
      else
        text = text.rchop('/') + "/" + part.lchop('/')
      end
    end
    text || ""
  end
  def self.basename(path)
    path.to_s.rstrip('/').split('/').last
  end
  def self.basename(path, suffix)
    basename(path).rchop(suffix)
  end
end

class Dir
end

class IO
  class Memory < String::Builder
  end
end

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
    rest, mark, fragment = text.partition("#")
    uri = new(fragment: mark.empty? ? nil : fragment)
    rest, mark, query = rest.partition("?")
    uri.query = mark.empty? ? nil : query
    scheme, mark, rest = rest.partition("://")
    if mark.empty?
      return __unknown if scheme.includes?(':') || scheme.starts_with?("//")
      uri.path = scheme
      return uri
    end
    return __unknown if !scheme.matches?(/^[A-Za-z][A-Za-z0-9.+-]*$/)
    uri.scheme = scheme.downcase
    authority, mark, path = rest.partition("/")
    uri.path = mark + path
    userinfo, mark, hostport = authority.rpartition("@")
    unless mark.empty?
      user, colon, password = userinfo.partition(":")
      uri.user = user.__decode
      uri.password = password.__decode unless colon.empty?
    end
    if hostport.starts_with?("[")
      host, mark, port = hostport.partition("]")
      uri.host = host + mark
      port = port.lchop(":")
    else
      host, colon, port = hostport.partition(":")
      uri.host = host
    end
    raise Error.new("Invalid URI: bad port") unless port.matches?(/^[0-9]*$/)
    uri.port = port.to_i unless port.empty?
    uri
  end
  def hostname
    name = host
    name && name.starts_with?("[") ? name[1, name.size - 2] : name
  end
  def authority
    secret = password
    login = user
    name = login ? login.__encode("") + (secret ? ":" + secret.__encode("") : "") + "@" : ""
    number = port
    name + host.to_s + (number ? ":" + number.to_s : "")
  end
  def to_s
    kind = scheme
    return __unknown unless kind && host
    asked = query
    part = fragment
    kind + "://" + authority + path + (asked ? "?" + asked : "") + (part ? "#" + part : "")
  end
  def absolute?
    !scheme.nil?
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
