#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on numbers, and what can be compared.
inline constexpr auto core_numbers = R"crystal(
module Comparable(T)
  def <(other)
    order = self <=> other
    order ? order < 0 : false
  end
  def <=(other)
    order = self <=> other
    order ? order <= 0 : false
  end
  def >(other)
    order = self <=> other
    order ? order > 0 : false
  end
  def >=(other)
    order = self <=> other
    order ? order >= 0 : false
  end
  def ==(other)
    return true if self.is_a?(Reference) && self.same?(other)
    return __unknown unless self.class == other.class
    (self <=> other) == 0
  end
  def clamp(least, most)
    return most if !most.nil? && self > most
    return least if !least.nil? && self < least
    self
  end
  def clamp(range : Range)
    if range.excludes_end? && !range.end.nil?
      raise ArgumentError.new("Can't clamp an exclusive range")
    end
    clamp(range.begin, range.end)
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
    self < 0 ? -1 : (self == 0 ? 0 : 1)
  end
  def step(to = nil, by = nil, exclusive = false)
    by = to.nil? ? 1 : (to <=> self).sign if by.nil?
    current = self + (by - by)
    if current == to
      yield current unless exclusive
      return nil
    end
    raise ArgumentError.new("Zero step size") if by.zero?
    return nil unless to.nil? || (to <=> current).sign == by.sign
    yield current
    while to.nil? || (to - by <=> current).sign == by.sign || (to - by == current && !exclusive)
      current += by
      yield current
    end
    nil
  end
  def step(to, by = nil, exclusive = false)
    all = [] of Nil
    step(to: to, by: by, exclusive: exclusive) { |i| all << i }
    Iterator::Steps.new(all)
  end
end

struct Float < Number
  def abs
    self <= 0 ? 0.0 - self : self
  end
  def %(other)
    raise DivisionByZeroError.new if other == 0
    self - other * (self // other)
  end
  def weeks
    (self * 7).days
  end
  def days
    (self * 24).hours
  end
  def hours
    (self * 60).minutes
  end
  def minutes
    (self * 60).seconds
  end
  def seconds
    whole = to_i64
    rest = (self - whole) * 1_000_000_000
    whole.seconds + (rest < 0 ? rest - 0.5 : rest + 0.5).to_i64.nanoseconds
  end
  def milliseconds
    (self / 1_000).seconds
  end
end

struct Float64 < Float
end

struct Int < Number
  def times
    i = self ^ self
    while i < self
      yield i
      i += 1
    end
    nil
  end
  def times
    ((self ^ self)...self).each
  end
  def upto(last)
    return nil unless self <= last
    i = self
    while true
      yield i
      return nil if i == last
      i += 1
    end
  end
  def upto(last)
    all = [] of Nil
    upto(last) { |i| all << i }
    all.__iterator
  end
  def downto(last)
    return nil unless self >= last
    i = self
    while true
      yield i
      return nil if i == last
      i -= 1
    end
  end
  def downto(last)
    all = [] of Nil
    downto(last) { |i| all << i }
    all.__iterator
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
  def gcd(other)
    a = abs
    b = other.abs
    while b != 0
      a, b = b, a % b
    end
    a
  end
  def lcm(other)
    (self // gcd(other) * other).abs
  end
  def fdiv(other)
    to_f / other
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

struct Enum
  include Comparable
  def self.each
    values.each { |member| yield member, member.value }
    nil
  end
  def self.valid?(member)
    !from_value?(member.value).nil?
  end
  def to_i
    value.to_i
  end
  def to_i64
    value.to_i64
  end
  def to_u8
    value.to_u8
  end
  def +(number)
    self.class.new(value + number)
  end
  def -(number)
    self.class.new(value - number)
  end
  def |(other)
    self.class.new(value | other.value)
  end
  def &(other)
    self.class.new(value & other.value)
  end
  def ^(other)
    self.class.new(value ^ other.value)
  end
  def ~
    self.class.new(~value)
  end
  def includes?(other)
    both = value & other.value
    both != 0 && both != other.value ? __unknown : both != 0 # as the version has it
  end
  def each
    self.class.values.each { |member| yield member, member.value if includes?(member) }
    nil
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
)crystal";

} // namespace azu_session::inline v0_1::crystal
