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
    return __unknown unless self.class == other.class
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
    (0...self).each
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
    (self..last).each
  end
  def downto(last)
    i = self
    while i >= last
      yield i
      i -= 1
    end
    nil
  end
  def downto(last)
    (last..self).to_a.reverse.each
  end
  def step(to = nil, by = 1)
    i = self
    while to.nil? || (by > 0 ? i <= to : i >= to)
      yield i
      i += by
    end
    nil
  end
  def step(to, by = 1)
    all = [] of Nil
    step(to: to, by: by) { |i| all << i }
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
  def remainder(other)
    self - other * (abs // other.abs * sign * other.sign)
  end
  def gcd(other)
    a = abs
    b = other.abs
    while b != 0
      a, b = b, a % b
    end
    a
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
