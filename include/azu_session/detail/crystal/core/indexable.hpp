#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on what has elements at places.
inline constexpr auto core_indexable = R"crystal(
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
