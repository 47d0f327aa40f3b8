#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on sets.
inline constexpr auto core_set = R"crystal(
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
