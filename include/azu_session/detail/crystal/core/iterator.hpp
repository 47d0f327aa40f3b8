#pragma once

namespace azu_session::inline v0_1::crystal {

/// The core library's part on what is gone through one element after the other, when it is asked for.
inline constexpr auto core_iterator = R"crystal(
# Goes through its source when it is asked to, and once. A step makes of each element those that follow it.
class Iterator(T)
  include Enumerable
  def initialize(@source, @step = nil)
  end
  def each
    return __unknown if @spent
    @spent = true
    step = @step
    @source.each do |x|
      step ? step.call(x).each { |made| yield made } : (yield x)
    end
    nil
  end
  def each
    self
  end
  def map(&block)
    Iterator.new(self, ->(x : T) { [block.call(x)] })
  end
  def select(&block)
    Iterator.new(self, ->(x : T) { block.call(x) ? [x] : [] of T })
  end
  def reject(&block)
    Iterator.new(self, ->(x : T) { block.call(x) ? [] of T : [x] })
  end
  def compact_map(&block)
    Iterator.new(self, ->(x : T) { [block.call(x)].compact })
  end
  def with_index(offset = 0)
    i = offset - 1
    Iterator.new(self, ->(x : T) { [{x, i += 1}] })
  end
  def with_index(offset = 0)
    each_with_index(offset) { |x, i| yield x, i }
  end
  def first(count : Int32)
    return __unknown if count < 0
    Prefix.new(self, count, nil)
  end
  def take_while(&block)
    Prefix.new(self, nil, block)
  end
  def skip(count : Int32)
    return __unknown if count < 0
    i = 0
    Iterator.new(self, ->(x : T) { (i += 1) > count ? [x] : [] of T })
  end
  def skip_while(&block)
    skipping = true
    Iterator.new(self, ->(x : T) { (skipping &&= block.call(x)) ? [] of T : [x] })
  end
  def uniq
    __plain.uniq.__iterator
  end
  # As nothing that happens meanwhile tells from going through it later.
  def __plain
    @step || @source.is_a?(Iterator) ? __unknown : to_a
  end
  def map_with_index(offset = 0, &block)
    i = offset - 1
    Iterator.new(self, ->(x : T) { [block.call(x, i += 1)] })
  end
  def flat_map(&)
    __unknown
  end
  def zip(*others)
    __unknown
  end
  def reverse
    __unknown
  end

  class Slices(T) < Iterator(T)
    def initialize(@source, @count)
    end
    def each
      return __unknown if @spent
      @spent = true
      @source.each_slice(@count) { |x| yield x }
    end
    def __plain
      __unknown
    end
  end

  class Windows(T) < Iterator(T)
    def initialize(@source, @count)
    end
    def each
      return __unknown if @spent
      @spent = true
      @source.each_cons(@count) { |x| yield x }
    end
    def __plain
      __unknown
    end
  end

  # What a loop over numbers goes through.
  class Steps(T) < Iterator(T)
    def sum
      sum(@source.__zero)
    end
    def sum(initial)
      return __unknown unless @source.all? { |x| x.is_a?(Int32) || x.is_a?(Float64) }
      @source.sum(initial)
    end
  end

  # Ends early, and asks its source for no more than that takes.
  class Prefix(T) < Iterator(T)
    def initialize(@source, @count, @holds)
    end
    def each
      return __unknown if @spent
      @spent = true
      left = @count
      holds = @holds
      return nil if left == 0
      @source.each do |x|
        break if holds && !holds.call(x)
        yield x
        left -= 1 if left
        break if left == 0
      end
      nil
    end
    def __plain
      __unknown
    end
  end
end
)crystal";

} // namespace azu_session::inline v0_1::crystal
