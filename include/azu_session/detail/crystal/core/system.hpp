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
      days.days + hours.hours + minutes.minutes + seconds.seconds + nanoseconds.nanoseconds
    end
    def self.zero
      0.seconds
    end
    def zero?
      self == 0.seconds
    end
    def abs
      self < 0.seconds ? -self : self
    end
    def days
      to_i.tdiv(86400)
    end
    def hours
      to_i.remainder(86400).tdiv(3600).to_i
    end
    def minutes
      to_i.remainder(3600).tdiv(60).to_i
    end
    def seconds
      to_i.remainder(60).to_i
    end
    def milliseconds
      nanoseconds // 1_000_000
    end
    def total_seconds
      to_i.to_f + nanoseconds.to_f / 1_000_000_000
    end
    def total_minutes
      total_seconds / 60
    end
    def total_hours
      total_minutes / 60
    end
    def total_days
      total_hours / 24
    end
    def total_weeks
      total_days / 7
    end
    def total_nanoseconds
      to_i.to_f * 1_000_000_000 + nanoseconds
    end
    def total_milliseconds
      total_nanoseconds / 1_000_000
    end
    def to_f
      total_seconds
    end
    def to_s
      days = abs.days
      nanoseconds = abs.nanoseconds
      parts = {abs.hours, abs.minutes, abs.seconds}.map { |part| part.to_s.rjust(2, '0') }
      text = (self < 0.seconds ? "-" : "") + (days == 0 ? "" : "#{days}.") + parts.join(":")
      nanoseconds == 0 ? text : "#{text}.#{nanoseconds.to_s.rjust(9, '0')}"
    end
  end
end

struct Path
  def self.[](first, *rest)
    new(first, *rest)
  end
  def self.posix(first = "", *rest)
    new(first, *rest)
  end
  def initialize(first = "", *rest)
    @name = File.join(first, *rest)
  end
  def /(other)
    Path.new(@name, other)
  end
  def join(*others)
    first = others[0]
    Path.new(File.__join([@name] + (first.is_a?(Array | Tuple) ? first : others).to_a))
  end
  def basename
    File.basename(@name)
  end
  def basename(suffix)
    File.basename(@name, suffix)
  end
  def dirname
    File.dirname(@name)
  end
  def parent
    Path.new(dirname)
  end
  def extension
    File.extname(@name)
  end
  def stem
    basename.rchop(extension)
  end
  def absolute?
    @name.starts_with?('/')
  end
  def parts
    return __unknown if @name.includes?("//")
    found = @name.split('/', remove_empty: true)
    absolute? ? ["/"] + found : found
  end
  def to_s
    @name
  end
end

class File
  def self.join(*parts)
    first = parts[0]
    __join(first.is_a?(Array | Tuple) ? [""] + first.to_a : parts.to_a)
  end
  def self.__join(parts)
    parts.map { |part| part.is_a?(String | Path) ? part.to_s : __unknown }.reduce do |text, part|
      if text.empty?
        part.empty? ? "/" : part
      elsif text.ends_with?('/')
        text + part.lchop('/')
      else
        part.starts_with?('/') ? text + part : text + "/" + part
      end
    end
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
    name = basename(path)
    return __unknown if name == suffix || suffix.includes?('/')
    name.rchop(suffix)
  end
  def self.dirname(path)
    text = path.to_s
    return "." if text.empty?
    kept = text.rstrip('/')
    return "/" if kept.empty?
    i = kept.rindex('/')
    return "." unless i
    kept = kept[0, i].rstrip('/')
    kept.empty? ? "/" : kept
  end
end

class Dir
end

module Base64
  def self.strict_encode(data : String)
    __encode(data, '+', '/', '=')
  end
  def self.urlsafe_encode(data : String, padding = true)
    __encode(data, '-', '_', padding ? '=' : "")
  end
  def self.__encode(data, plus, slash, padding)
    letters = ('A'..'Z').to_a + ('a'..'z').to_a + ('0'..'9').to_a + [plus, slash]
    text = ""
    data.bytes.in_slices(3).each do |part|
      a = part[0].to_i
      b = (part[1]? || 0).to_i
      c = (part[2]? || 0).to_i
      text += letters[a // 4].to_s + letters[a % 4 * 16 + b // 16].to_s
      text += (part.size > 1 ? letters[b % 16 * 4 + c // 64] : padding).to_s
      text += (part.size > 2 ? letters[c % 64] : padding).to_s
    end
    text
  end
end

class IO
  class Memory < String::Builder
    def to_s
      @text
    end
  end
end

class Log
  module Levels
    def trace(exception = nil)
      __may_yield
    end
    def debug(exception = nil)
      __may_yield
    end
    def info(exception = nil)
      __may_yield
    end
    def notice(exception = nil)
      __may_yield
    end
    def warn(exception = nil)
      __may_yield
    end
    def error(exception = nil)
      __may_yield
    end
    def fatal(exception = nil)
      __may_yield
    end
  end
  include Levels
  extend Levels
  def self.for(source, level = nil)
    new
  end
  def self.with_context
    yield
  end
  def ==(other) # those of one source are one
    __unknown
  end
  def same?(other)
    __unknown
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
