#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on tuples and named tuples.
inline constexpr auto core_tuple = R"crystal(
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
