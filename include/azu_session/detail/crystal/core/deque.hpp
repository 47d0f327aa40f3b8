#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on deques.
inline constexpr auto core_deque = R"crystal(
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
