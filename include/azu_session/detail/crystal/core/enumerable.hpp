#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on what can be gone through.
inline constexpr auto core_enumerable = R"crystal(
module Enumerable
  class EmptyError < Exception
    def initialize(@message = "Empty enumerable", @cause = nil)
    end
  end
  class NotFoundError < Exception
    def initialize(@message = "Element not found", @cause = nil)
    end
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
      made.is_a?(Array | Iterator) ? all.concat(made) : (all << made)
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
    raise NotFoundError.new
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
    n = 0
    each do |x|
      n += 1 if yield x
      return false if n > 1
    end
    n == 1
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
  def index!(wanted)
    index(wanted) || raise NotFoundError.new
  end
  def index!
    index { |x| yield x } || raise NotFoundError.new
  end
  def each_with_index(offset = 0)
    i = offset
    each do |x|
      yield x, i
      i += 1
    end
  end
  def each_with_index(offset = 0)
    __iterator.with_index(offset)
  end
  def map_with_index(offset = 0)
    all = [] of Nil
    each_with_index(offset) { |x, i| all << (yield x, i) }
    all
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
    raise EmptyError.new unless found
    memo
  end
  def reduce(memo)
    each { |x| memo = yield memo, x }
    memo
  end
  def reduce?
    empty? ? nil : reduce { |memo, x| yield memo, x }
  end
  def accumulate
    accumulate { |memo, x| memo + x }
  end
  def accumulate(memo)
    accumulate(memo) { |sum, x| sum + x }
  end
  def accumulate
    all = [] of Nil
    each { |x| all << (all.empty? ? x : (yield all.last, x)) }
    all
  end
  def accumulate(memo)
    all = [memo]
    each { |x| all << (memo = (yield memo, x)) }
    all
  end
  def sum
    all = to_a
    all.sum(all.__zero)
  end
  def sum
    made = [] of Nil
    each { |x| made << (yield x) }
    return made.sum unless made.empty?
    __yields_whole? ? 0 : __unknown
  end
  def sum(initial)
    each { |x| initial = initial + x }
    initial
  end
  def sum(initial)
    each { |x| initial = initial + (yield x) }
    initial
  end
  def product
    all = to_a
    all.product(all.__zero + 1)
  end
  def product(initial : Number)
    each { |x| initial = initial * x }
    initial
  end
  def max
    max? || raise EmptyError.new
  end
  def max?
    found = false
    best = nil
    each do |x|
      best = x if !found || (x <=> best) > 0
      found = true
    end
    best
  end
  def min
    min? || raise EmptyError.new
  end
  def min?
    found = false
    best = nil
    each do |x|
      best = x if !found || (x <=> best) < 0
      found = true
    end
    best
  end
  def max_by?
    found = false
    best = rank = nil
    each do |x|
      own = yield x
      best, rank = x, own if !found || (own <=> rank) > 0
      found = true
    end
    best
  end
  def min_by?
    found = false
    best = rank = nil
    each do |x|
      own = yield x
      best, rank = x, own if !found || (own <=> rank) < 0
      found = true
    end
    best
  end
  def max_by
    found = false
    best = max_by? do |x|
      found = true
      yield x
    end
    raise EmptyError.new unless found
    best
  end
  def min_by
    found = false
    best = min_by? do |x|
      found = true
      yield x
    end
    raise EmptyError.new unless found
    best
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
    minmax_by { |x| x }
  end
  def minmax_by
    found = false
    least = most = low = high = nil
    each do |x|
      rank = yield x
      least, low = x, rank if !found || (rank <=> low) < 0
      most, high = x, rank if !found || (rank <=> high) > 0
      found = true
    end
    raise EmptyError.new unless found
    {least, most}
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
    all = [] of Nil
    zip(*others) { |parts| all << parts }
    all
  end
  def zip(*others)
    i = -1
    each do |x|
      i += 1
      yield({x} + others.map { |other| other.to_a[i] })
    end
    nil
  end
  def each_slice(count)
    __unknown if count < 1
    part = [] of Nil
    each do |x|
      part << x
      if part.size == count
        yield part
        part = [] of Nil
      end
    end
    yield part unless part.empty?
    nil
  end
  def each_slice(count)
    Iterator::Slices.new(self, count)
  end
  def each_cons(count)
    __unknown if count < 1
    part = [] of Nil
    each do |x|
      part << x
      part.shift if part.size > count
      yield part.dup if part.size == count
    end
    nil
  end
  def each_cons(count)
    Iterator::Windows.new(self, count)
  end
  def first
    each { |x| return x }
    raise EmptyError.new
  end
  def first(count : Int32)
    raise ArgumentError.new("Attempt to take negative size") if count < 0
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
    raise ArgumentError.new("Attempt to skip negative size") if count < 0
    all = [] of Nil
    each_with_index { |x, i| all << x if i >= count }
    all
  end
  def skip_while
    skipping = true
    all = [] of Nil
    each do |x|
      skipping = false unless skipping && yield x
      all << x unless skipping
    end
    all
  end
  def empty?
    each { |x| return false }
    true
  end
  def join(separator = "")
    text = ""
    each_with_index { |x, i| text = "#{text}#{i > 0 ? separator : ""}#{x}" }
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
  def chunks
    all = [] of Nil
    each do |x|
      key = yield x
      all.empty? || all.last[0] != key ? (all << {key, [x]}) : (all.last[1] << x)
    end
    all
  end
  def none?(pattern)
    !any?(pattern)
  end
  def one?(pattern)
    one? { |x| pattern === x }
  end
  def __iterator
    Iterator.new(self)
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
