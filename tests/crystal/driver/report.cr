# One line for each check; the first argument of the program names what is checked.
module Report
  class Failure < Exception
  end

  class_property subject = ""

  def self.check(name : String, &) : Nil
    yield
    line "ok", name
  rescue error
    line "not ok", "#{name} (#{error.message})"
    STDERR.puts error.inspect_with_backtrace unless error.is_a?(Failure)
  end

  private def self.line(result : String, name : String) : Nil
    puts "#{result} - #{subject}: #{name}"
    STDOUT.flush
  end
end

def check(name : String, &) : Nil
  Report.check(name) { yield }
end

def expect(actual, expected, what : String = "value") : Nil
  return if expected === actual
  raise Report::Failure.new("#{what}: expected #{expected.inspect}, got #{actual.inspect}")
end

# Waits for a condition instead of for a while.
def eventually(what : String, within : Time::Span = 20.seconds, &) : Nil
  deadline = Time.monotonic + within
  until yield
    raise Report::Failure.new("#{what}: not within #{within}") if Time.monotonic > deadline
    sleep 20.milliseconds
  end
end
