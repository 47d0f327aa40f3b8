#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on arrays, hashes, tuples, sets and ranges.
inline constexpr auto core_collections = R"crystal(
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
    __iterator
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
      return __unknown if i >= size # what was there
      yield self[i]
      i -= 1
    end
    nil
  end
  def empty?
    size == 0
  end
  def first
    size > 0 ? self[0] : raise Enumerable::EmptyError.new
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
    to_a[count < size ? size - count : 0, count]
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
  def map_with_index(offset = 0)
    to_a.map_with_index(offset) { |x, i| yield x, i }.__tuple
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
    raise ArgumentError.new("Negative array size: #{size}") if size < 0
    all = [] of Nil
    i = 0
    while i < size
      all << (yield i)
      i += 1
    end
    all
  end
  def self.new(size : Int32, value)
    raise ArgumentError.new("Negative array size: #{size}") if size < 0
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
  def each
    Iterator::Items.new(self)
  end
  def __left(index)
    index < size ? self[index] : __unknown # what was there
  end
  def map
    Array.new(size) { |i| yield __left(i) }
  end
  def map_with_index(offset = 0)
    Array.new(size) { |i| yield __left(i), offset + i }
  end
  def to_a
    self
  end
  def in_slices(count)
    return __unknown if count <= 0
    all = [] of Nil
    i = 0
    while i < size
      all << self[i, count]
      i += count
    end
    all
  end
  def in_groups_of(count : Int, filler = nil)
    in_slices(count).map { |part| part + Array.new(count - part.size, filler) }
  end
  def concat(other)
    other.each { |x| self << x }
    self
  end
  def append(*others)
    others.each { |x| self << x }
    self
  end
  # Large ones compare by the hashes of the elements.
  def __looked_up(other)
    size + other.size > 16 ? Set.new(other) : other
  end
  def -(other)
    other = __looked_up(other)
    reject { |x| other.includes?(x) }
  end
  def &(other)
    other = __looked_up(other)
    select { |x| other.includes?(x) }.uniq
  end
  def |(other)
    (self + other).uniq
  end
  def *(times : Int32)
    return __unknown if times < 0
    all = [] of Nil
    times.times { all.concat(self) }
    all
  end
  def product(other : Array)
    all = [] of Nil
    each { |x| other.each { |y| all << {x, y} } }
    all
  end
  def uniq
    return __keyed.keys if size > 16
    all = [] of Nil
    each { |x| all << x unless all.includes?(x) }
    all
  end
  def uniq
    return dup if size < 2
    all = {} of Nil => Nil
    each do |x|
      key = yield x
      all[key] = x unless all.has_key?(key)
    end
    all.values
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
    return self if empty?
    n = n % size
    n == 0 ? self : self[n..] + self[0, n]
  end
  def sort
    sort { |a, b| a <=> b }
  end
  def sort
    all = [] of Nil
    changes = false # which depend on how often it compares
    done = false
    each do |x|
      i = all.size
      while i > 0
        before = __changes
        order = yield all[i - 1], x
        changes = true if __changes != before
        break if order <= 0
        i -= 1
      end
      all.insert(i, x)
    end
    done = true
    changes ? __unknown : all
  ensure
    __undetermined unless done # which it compared until then
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
    each_index do |i|
      made = yield self[i]
      self[i] = made if i < size
    end
    self
  end
  def select!
    reject! { |x| !(yield x) }
  end
  def reject!
    i = kept = 0
    while i < size
      x = self[i]
      before = size
      unneeded = yield x
      return __unknown if size < before
      unless unneeded
        self[kept] = x if kept != i
        kept += 1
      end
      i += 1
    end
    (i - kept).times { pop }
    self
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
    found = nil
    reject! do |x|
      same = x == wanted
      found = x if same
      same
    end
    found
  end
  def replace(other)
    __replace(other)
  end
  def fill(value)
    map! { |x| value }
  end
  def transpose
    return [] of Nil if empty?
    raise IndexError.new if any? { |row| row.size != first.size }
    Array.new(first.size) { |i| map { |row| row[i] } }
  end
  def shuffle
    __unknown
  end
  def pop
    empty? ? yield : pop
  end
  def shift
    empty? ? yield : shift
  end
end

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
    keys.each
  end
  def each_value
    each { |key, value| yield value }
  end
  def each_value
    values.each
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

class NamedTuple(T)
  def each
    names = keys
    i = 0
    while i < names.size
      yield names[i], __get(names[i])
      i += 1
    end
    nil
  end
  def map
    all = [] of Nil
    keys.each { |key| all << (yield key, __get(key)) }
    all
  end
  def to_a
    map { |key, value| {key, value} }
  end
  def each_with_index(offset = 0)
    i = offset - 1
    each { |key, value| yield key, value, i += 1 }
    self
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
  def initialize(items = nil, all = nil)
    @all = all || (items ? items.to_a : [] of Nil).__keyed
  end
  def each
    @all.each_key { |x| yield x }
  end
  def each
    @all.each_key
  end
  def includes?(item)
    @all.has_key?(item)
  end
  def <<(item)
    @all[item] = nil
    self
  end
  def add(item)
    self << item
  end
  def concat(items)
    items.each { |x| self << x }
    self
  end
  def add?(item)
    before = size
    self << item
    size > before
  end
  def delete(item)
    before = size
    @all.delete(item)
    size < before
  end
  def subtract(items)
    items.each { |x| delete(x) }
    self
  end
  def clear
    @all.clear
    self
  end
  def dup
    Set.new(nil, @all.dup)
  end
  def size
    @all.size
  end
  def ==(other)
    other.is_a?(Set) && size == other.size && subset_of?(other)
  end
  def ===(item)
    includes?(item)
  end
  def subset_of?(other)
    all? { |x| other.includes?(x) }
  end
  def superset_of?(other)
    other.subset_of?(self)
  end
  def proper_subset_of?(other)
    size < other.size && subset_of?(other)
  end
  def proper_superset_of?(other)
    other.proper_subset_of?(self)
  end
  def intersects?(other)
    any? { |x| other.includes?(x) }
  end
  def to_s
    "Set{" + to_a.inspect[1...-1] + "}"
  end
  def inspect
    to_s
  end
  def +(other)
    self | other
  end
  def |(other)
    Set.new(@all.keys + other.to_a)
  end
  def &(other)
    small, large = other.size < size ? {other, self} : {self, other}
    Set.new(small.to_a.select { |x| large.includes?(x) })
  end
  def -(other)
    other = Set.new(other) unless other.is_a?(Set)
    Set.new(to_a.reject { |x| other.includes?(x) })
  end
  def ^(other : Set)
    (self - other) | (other - self)
  end
end

class Deque(T)
  include Indexable
  def self.__from(items)
    new(items)
  end
  def initialize(items = nil)
    @changes = 0
    @all = items.nil? || items.is_a?(Int) ? ([] of Nil).__own : items.to_a.__own
  end
  def initialize(size : Int, value)
    @changes = 0
    @all = Array.new(size, value)
  end
  def each
    changes = @changes
    i = 0
    while i < size
      return __unknown if @changes != changes
      yield self[i]
      i += 1
    end
    @changes == changes ? nil : __unknown
  end
  def each
    __iterator
  end
  # What else moves while somebody goes through it depends on how much room there is.
  def __changed
    @changes += 1
    @all
  end
  def size
    @all.size
  end
  def [](index : Int)
    @all[index]
  end
  def []?(index : Int)
    @all[index]?
  end
  def []=(index : Int, item)
    @all[index] = item
  end
  def <<(item)
    __changed << item
    self
  end
  def push(item)
    self << item
  end
  def unshift(item)
    __changed.unshift(item)
    self
  end
  def pop
    __changed.pop
  end
  def pop?
    __changed.pop?
  end
  def shift
    __changed.shift
  end
  def shift?
    __changed.shift?
  end
  def insert(index : Int, item)
    __changed.insert(index, item)
    self
  end
  def delete(item)
    before = size
    __changed.delete(item)
    size < before
  end
  def delete_at(index : Int)
    __changed.delete_at(index)
  end
  def concat(items)
    __changed.concat(items)
    self
  end
  def clear
    __changed.clear
    self
  end
  def rotate!(count = 1)
    __changed.__replace(@all.rotate(count))
    nil
  end
  def dup
    Deque.new(@all)
  end
  def to_a
    @all.dup
  end
  def +(other : Deque)
    dup.concat(other)
  end
  def ==(other)
    other.is_a?(Deque) && to_a == other.to_a
  end
  def to_s
    "Deque{" + to_a.inspect[1...-1] + "}"
  end
  def inspect
    to_s
  end
end

class Range(T)
  include Enumerable
  def each
    current = self.begin
    last = self.end
    while last.nil? || current < last
      yield current
      current = current.succ
    end
    yield current if !last.nil? && !excludes_end? && current == last
    nil
  end
  def each
    __iterator
  end
  def step(by = 1)
    return __unknown unless self.begin.is_a?(Number)
    self.begin.step(to: self.end, by: by, exclusive: excludes_end?) { |x| yield x }
    nil
  end
  def step(by = 1)
    return __unknown unless self.begin.is_a?(Number)
    self.begin.step(to: self.end, by: by, exclusive: excludes_end?)
  end
  def __whole?
    self.begin.is_a?(Int) && self.end.is_a?(Int)
  end
  def map
    size if __whole? # which may overflow
    all = [] of Nil
    each { |x| all << (yield x) }
    all
  end
  def size
    return super unless __whole?
    count = (excludes_end? ? self.end - 1 : self.end) - self.begin + 1
    count < 0 ? 0 : count
  end
  def sum
    sum(self.begin - self.begin)
  end
  def sum(initial)
    return super unless __whole?
    last = excludes_end? ? self.end - 1 : self.end
    count = last - self.begin + 1
    count < 0 ? initial : initial + count * (self.begin + last) // 2
  end
  def covers?(value)
    includes?(value)
  end
  def reverse_each
    to_a.reverse.each { |x| yield x }
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
