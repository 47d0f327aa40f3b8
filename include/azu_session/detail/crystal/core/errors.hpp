#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on exceptions.
inline constexpr auto core_errors = R"crystal(
class Exception
  getter message : String?
  getter cause : Exception?
  def initialize(@message = nil, @cause = nil)
  end
  def to_s
    message.to_s
  end
end

class ArgumentError < Exception
  def initialize(@message = "Argument error", @cause = nil)
  end
end

class IndexError < Exception
  def initialize(@message = "Index out of bounds", @cause = nil)
  end
end

class KeyError < Exception
end

class NilAssertionError < Exception
  def initialize(@message = "Nil assertion failed", @cause = nil)
  end
end

class TypeCastError < Exception
  def initialize(@message = "Type Cast error", @cause = nil)
  end
end

class OverflowError < Exception
  def initialize(@message = "Arithmetic overflow", @cause = nil)
  end
end

class DivisionByZeroError < Exception
  def initialize(@message = "Division by 0", @cause = nil)
  end
end

class RuntimeError < Exception
end

class NotImplementedError < Exception
  def initialize(item)
    @message = "Not Implemented: " + item.to_s
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
