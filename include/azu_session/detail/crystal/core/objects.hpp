#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on every object, nil, booleans, procs and the like.
inline constexpr auto core_objects = R"crystal(
class Object
  def tap
    yield self
    self
  end
  def try
    yield self
  end
  def itself
    self
  end
  def in?(*values)
    return values[0].includes?(self) if values.size == 1
    values.includes?(self)
  end
  def !~(other)
    !(self =~ other)
  end
  def unsafe_as(type)
    __unknown
  end
end

class Class
end

class Proc(T)
  def self.new(&block)
    block
  end
end

class ENV
  def self.each
    to_h.each { |name, value| yield name, value }
    nil
  end
end

class Nil
  def try(&)
    nil
  end
  def presence
    nil
  end
  def to_a
    [] of Nil
  end
  def =~(other)
    nil
  end
end

class Bool
  def &(other)
    self ? (other ? true : false) : false
  end
  def |(other)
    self ? true : (other ? true : false)
  end
  def ^(other)
    self != (other ? true : false)
  end
end

class Mutex
  def synchronize
    yield
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
