#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on time, paths, files and streams.
inline constexpr auto core_system = R"crystal(
struct Time
  def self.measure
    yield
    __elapsed
  end
  def self.__elapsed
    __unknown
  end
  struct Span
    def self.new(*parts, days = 0, hours = 0, minutes = 0, seconds = 0, nanoseconds = 0)
      return parts[0].hours + parts[1].minutes + parts[2].seconds unless parts.empty?
      days.days + hours.hours + minutes.minutes + seconds.seconds + (nanoseconds == 0 ? 0.seconds : __unknown)
    end
    def self.zero
      0.seconds
    end
    def abs
      self < 0.seconds ? -self : self
    end
  end
end

struct Path
  def self.[](first, *rest)
    new(first, *rest)
  end
  def initialize(first, *rest)
    @text = File.join(first, *rest)
  end
  def /(other)
    Path.new(@text, other.to_s)
  end
  def join(*others)
    Path.new(@text, *others)
  end
  def basename
    @text.rstrip('/').split('/').last
  end
  def to_s
    @text
  end
end

class File
  def self.join(*parts)
    first = parts[0]
    return join(*first.to_a.__tuple) if first.is_a?(Array | Tuple)
    text = nil
    parts.each do |part|
      part = part.to_s
      __unknown if part.includes?("//") && !part.includes?("://")
      if text.nil?
        text = part
      elsif text.empty?
        text = part
      else
        text = text.rchop('/') + "/" + part.lchop('/')
      end
    end
    text || ""
  end
  def self.basename(path)
    text = path.to_s
    text.matches?(/^\/+$/) ? "/" : text.rstrip('/').split('/').last
  end
  def self.extname(path)
    name = basename(path)
    i = name.rindex('.')
    i && i > 0 && i < name.size - 1 ? name[i..] : ""
  end
  def self.basename(path, suffix)
    basename(path).rchop(suffix)
  end
end

class Dir
end

class IO
  class Memory < String::Builder
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
