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
end

class IndexError < Exception
end

class KeyError < Exception
end

class NilAssertionError < Exception
end

class TypeCastError < Exception
end

class OverflowError < Exception
end

class DivisionByZeroError < Exception
end

class RuntimeError < Exception
end

class NotImplementedError < Exception
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
