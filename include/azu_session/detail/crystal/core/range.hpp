#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on ranges.
inline constexpr auto core_range = R"crystal(
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
