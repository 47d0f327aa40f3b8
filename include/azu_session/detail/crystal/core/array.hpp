#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on arrays.
inline constexpr auto core_array = R"crystal(
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
    __iterator
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
