#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on strings, characters, symbols and matches.
inline constexpr auto core_text = R"crystal(
class Regex
  class MatchData
    getter to_a, pre_match, post_match
    def []?(group : Int)
      to_a[group]?
    end
    def []?(name : String)
      found = nil
      @names.each_with_index { |own, i| found = to_a[i] || found if own == name }
      found
    end
    def [](group : Int)
      number = group < 0 ? group + size : group
      raise IndexError.new("Invalid capture group index: " + group.to_s) unless 0 <= number < size
      self[number]? || raise IndexError.new("Capture group " + number.to_s + " was not matched")
    end
    def [](name : String)
      lost = @names.includes?(name) ? "was not matched" : "does not exist"
      self[name]? || raise KeyError.new("Capture group '" + name + "' " + lost)
    end
    def size
      to_a.size
    end
    def captures
      all = [] of Nil
      to_a.each_with_index { |group, i| all << group if i > 0 && @names[i].nil? }
      all
    end
    def named_captures
      all = {} of Nil => Nil
      @names.each { |name| all[name] = self[name]? unless name.nil? }
      all
    end
  end
end

struct Char
  def succ
    (ord + 1).chr
  end
  def pred
    (ord - 1).chr
  end
  def +(number : Int)
    (ord + number).chr
  end
  def to_i
    to_i? || raise ArgumentError.new("Invalid integer: " + to_s)
  end
  def to_i?
    '0' <= self <= '9' ? ord - 48 : nil
  end
  def in_set?(set)
    to_s.count(set) > 0
  end
  def -(other)
    ord - other.ord
  end
end

struct Symbol
end

class String
  class Builder < IO
    def initialize
      @text = ""
    end
    def <<(value)
      done = false
      shown = "#{""}#{value}" # which is not `value.to_s`
      done = true
      @text += shown
      self
    ensure
      @text = __unknown unless done # what it wrote until it raised
    end
    def print(*values)
      values.each { |value| self << value }
      nil
    end
    def printf(form, *values)
      values = values[0] if values.size == 1 && values[0].is_a?(Array | Tuple)
      @text += form % values
      nil
    end
    def puts(*values)
      values.each do |value|
        self << value
        @text += "\n" unless value.is_a?(String) && value.ends_with?('\n')
      end
      @text += "\n" if values.empty?
      nil
    end
    def empty?
      @text.empty?
    end
    def to_s
      raise "Can only invoke 'to_s' once on String::Builder" if @finished
      @finished = true
      @text
    end
  end
  def self.build(capacity = 64)
    io = Builder.new
    yield io
    io.to_s
  end
  def self.new(text : String)
    text
  end
  def empty?
    bytesize == 0
  end
  def blank?
    strip.empty?
  end
  def presence
    blank? ? nil : self
  end
  def includes?(wanted)
    !index(wanted).nil?
  end
  def chomp
    __chomp
  end
  def chomp(suffix)
    suffix.to_s == "\n" ? chomp : rchop(suffix) # which takes "\r\n", too
  end
  def lchop
    empty? ? "" : self[1..]
  end
  def lchop(prefix)
    starts_with?(prefix) ? self[prefix.to_s.size..] : self
  end
  def lchop?(prefix)
    starts_with?(prefix) ? self[prefix.to_s.size..] : nil
  end
  def rchop
    empty? ? "" : self[0, size - 1]
  end
  def rchop(suffix)
    ends_with?(suffix) ? self[0, size - suffix.to_s.size] : self
  end
  def rchop?(suffix)
    ends_with?(suffix) ? self[0, size - suffix.to_s.size] : nil
  end
  def lstrip
    i = 0
    while i < size && (yield self[i])
      i += 1
    end
    self[i..]
  end
  def rstrip
    i = size
    while i > 0 && (yield self[i - 1])
      i -= 1
    end
    self[0, i]
  end
  def strip
    lstrip { |c| yield c }.rstrip { |c| yield c }
  end
  def capitalize
    empty? ? "" : self[0].to_s.upcase + self[1..].downcase
  end
  def titleize
    starts = true
    text = ""
    each_char do |c|
      text += (starts ? c.upcase : c.downcase).to_s
      starts = c.whitespace?
    end
    text
  end
  def underscore
    text = ""
    kept = nil
    first = true
    after_lower = after_upper = after_digit = false
    each_char do |c|
      digit = c.ascii_number?
      upper = c.ascii_uppercase?
      lower = digit || c.ascii_lowercase?
      small = c.to_s.downcase
      if first
        text += small
      elsif after_lower && upper
        text += kept if kept
        kept = nil
        text += "_" + small
      elsif (after_upper || after_digit) && (upper || digit)
        text += kept if kept
        kept = small
      else
        if kept
          text += "_" if c != '_' && after_upper && lower
          text += kept
          kept = nil
        end
        text += small
      end
      after_lower = lower
      after_upper = upper
      after_digit = digit
      first = false
    end
    kept ? text + kept : text
  end
  def camelcase(lower = false)
    text = ""
    first = true
    after_underscore = false
    each_char do |c|
      if first
        text += (lower ? c.downcase : c.upcase).to_s
      elsif c == '_'
        after_underscore = true
      elsif after_underscore
        text += c.upcase.to_s
        after_underscore = false
      else
        text += c.to_s
      end
      first = false
    end
    text
  end
  def ljust(width, fill = ' ')
    width > size ? self + fill.to_s * (width - size) : self
  end
  def rjust(width, fill = ' ')
    width > size ? fill.to_s * (width - size) + self : self
  end
  def center(width, fill = ' ')
    return self if width <= size
    left = (width - size) // 2
    fill.to_s * left + self + fill.to_s * (width - size - left)
  end
  def partition(separator : String | Char)
    i = index(separator)
    i ? {self[0, i], separator.to_s, self[(i + separator.to_s.size)..]} : {self, "", ""}
  end
  def partition(separator : Regex)
    found = match(separator)
    found ? {found.pre_match, found[0], found.post_match} : {self, "", ""}
  end
  def []?(pattern : Regex, group = 0)
    found = match(pattern)
    found ? found[group]? : nil
  end
  def [](pattern : Regex, group = 0)
    self[pattern, group]?.not_nil!
  end
  def scan(pattern : Regex)
    __scan(pattern)
  end
  def scan(pattern : Regex)
    __scan(pattern).each { |found| yield found }
    self
  end
  def scan(pattern : String)
    return __unknown if pattern.empty?
    found = [] of String
    i = index(pattern)
    while i
      found << pattern
      i = index(pattern, i + pattern.size)
    end
    found
  end
  def rpartition(separator : String | Char)
    i = rindex(separator)
    i ? {self[0, i], separator.to_s, self[(i + separator.to_s.size)..]} : {"", "", self}
  end
  def sub
    empty? ? "" : "#{yield self[0]}#{self[1..]}"
  end
  def sub(all : Hash)
    i = chars.index { |c| all.has_key?(c) }
    i ? "#{self[0, i]}#{all[self[i]]}#{self[(i + 1)..]}" : self
  end
  def sub(all : NamedTuple)
    i = chars.index { |c| all.has_key?(c.to_s) }
    i ? "#{self[0, i]}#{all[self[i].to_s]}#{self[(i + 1)..]}" : self
  end
  def gsub
    text = ""
    each_char { |c| text = "#{text}#{yield c}" }
    text
  end
  def gsub(all : Hash)
    gsub { |c| all[c]? || c }
  end
  def gsub(all : NamedTuple)
    gsub { |c| all[c.to_s]? || c }
  end
  def insert(at : Int32, other)
    at = size + at + 1 if at < 0
    raise IndexError.new("Index out of bounds") unless 0 <= at <= size
    self[0, at] + other.to_s + self[at..]
  end
  def lines(chomp = true)
    return [] of String if empty?
    ended = ends_with?('\n')
    all = (ended ? self[0, size - 1] : self).split('\n')
    all.map_with_index do |line, i|
      next line unless i < all.size - 1 || ended
      chomp ? line.rchop('\r') : line + "\n"
    end
  end
  def each_line(chomp = true)
    lines(chomp).each { |line| yield line }
  end
  def each_line(chomp = true)
    lines(chomp).__iterator
  end
  def each_char_with_index(offset = 0)
    chars.each_with_index(offset) { |c, i| yield c, i }
  end
  def each_char
    chars.each { |c| yield c }
  end
  def each_char
    chars.__iterator
  end
  def each_byte
    bytes.each { |byte| yield byte }
  end
  def each_byte
    bytes.__iterator
  end
  def char_at(i)
    self[i]
  end
  def succ
    return self if empty?
    all = chars
    i = size - 1
    first = carry = nil
    while i >= 0
      c = all[i]
      if c.ascii_alphanumeric?
        first = i
        carry = c == '9' ? '1' : c == 'z' ? 'a' : c == 'Z' ? 'A' : nil
        all[i] = c == '9' ? '0' : carry || c.succ
        return all.join if carry.nil?
      end
      i -= 1
    end
    first ? all.insert(first, carry) : (all[size - 1] = all[size - 1].succ)
    all.join
  end
  def reverse
    # Otherwise a character may be part of another.
    alone = bytesize == size || (chars.all? { |c| c.ord < 0x300 } && !includes?("\r\n"))
    alone ? chars.reverse.join : __unknown
  end
  def count
    chars.count { |c| yield c }
  end
  def delete
    chars.reject { |c| yield c }.join
  end
  def squeeze
    before = nil
    chars.reject do |c|
      again = (yield c) && before == c
      before = c
      again
    end.join
  end
  def unicode_normalize
    chars.all? { |c| c.ascii? } ? self : __unknown
  end
  def codepoints
    chars.map { |c| c.ord }
  end
  def to_str
    self
  end
  def compare(other, case_insensitive = false)
    case_insensitive ? downcase <=> other.downcase : self <=> other
  end
  def split(separator = nil, limit = nil, remove_empty = false)
    (limit ? split(separator, limit, remove_empty: remove_empty) : split(separator, remove_empty: remove_empty)).each { |part| yield part }
    __last_yielded
  end
  def __last_yielded
    __unknown
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
