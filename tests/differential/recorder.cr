# Runs every program of a batch in every environment and records what it configures.
#
# The code of a program stands at the top level, where definitions and constants mean what they mean in an
# application, so that it can be called neither repeatedly nor within a `rescue`. Instead, each run is a fork of its
# own: it enters the program's file and ends where that ends or raises, which undoes whatever it changed. The parent
# then jumps to the end of the file. All top-level code is one function, whose variables live on the stack in a build
# without optimisation, so that a label at the end of the file can be jumped to.

lib LibC
  struct Rlimit
    soft, hard : ULong
  end

  RLIMIT_CPU = 0
  fun setrlimit(resource : Int, limit : Rlimit*) : Int
end

module Differential
  # Where a store keeps sessions. What an instance does not tell is empty.
  class Place
    property kind : String
    property url : String? = nil
    property prefix : String? = nil
    property table : String? = nil

    def initialize(@kind : String)
    end

    def fields : Array(String?)
      [kind, url, prefix, table]
    end
  end

  # Whether a missing REDIS_URL is the default one, as it is for detection.
  class_property? url_assumed = false
  @@finished = false

  def self.default_url : String
    ENV["REDIS_URL"]?.presence || "redis://localhost:6379"
  end

  def self.default_prefix : String
    "app:session:"
  end

  # Whether this process is the one that is to run the program.
  def self.enter?(program : String) : Bool
    ENVIRONMENTS.each_with_index do |variables, number|
      (variables.has_key?("REDIS_URL") ? {false} : {false, true}).each do |assumed|
        child = LibC.fork
        raise "There is no process for #{program}" if child < 0 # which is not an answer
        if child == 0
          prepare(program, number, variables, assumed)
          return true
        end
        LibC.waitpid(child, out status, 0)
      end
    end
    false
  end

  def self.leave : Nil
    @@finished = true
    exit if @@finished
  end

  private def self.prepare(program, number, variables, assumed) : Nil
    seconds = LibC::Rlimit.new(soft: 2, hard: 2) # of processor time, for programs that never end
    LibC.setrlimit(LibC::RLIMIT_CPU, pointerof(seconds))
    silent = LibC.open("/dev/null", LibC::O_WRONLY)
    LibC.dup2(silent, 1)
    LibC.dup2(silent, 2)
    ENV.keys.each { |name| ENV.delete(name) }
    variables.each { |name, value| ENV[name] = value }
    self.url_assumed = assumed
    at_exit do |_, failure|
      record(program, number, failure)
      LibC._exit(0) # nobody reads the trace
    end
  end

  private def self.record(program, number, failure) : Nil
    ending = @@finished ? "finished" : "stopped"
    place = Session.config.store?.try(&.place)
    write(program, number, [ending, failure.try(&.message)] + (place.try(&.fields) || [] of String?))
  rescue unusable
    write(program, number, ["stopped", unusable.message])
  end

  private def self.write(program, number, fields : Array(String?)) : Nil
    RESULTS << program << ' ' << number << ' ' << (url_assumed? ? 1 : 0)
    fields.each { |field| RESULTS << ' ' << (field ? "=" + field.to_slice.hexstring : "-") }
    RESULTS << '\n'
    RESULTS.flush
  end

  RESULTS      = File.open(ENV["DIFFERENTIAL_RESULTS"], "a")
  ENVIRONMENTS = read_environments

  # Paragraphs of NAME=value lines, each below a line with its name.
  private def self.read_environments
    File.read(ENV["DIFFERENTIAL_ENVIRONMENTS"]).split("\n\n").map do |paragraph|
      paragraph.lines.skip(1).map(&.partition('=')).to_h { |name, _, value| {name, value} }
    end
  end
end

module ENV
  def self.[](key : String) : String
    return "redis://localhost:6379" if key == "REDIS_URL" && Differential.url_assumed? && !has_key?(key)
    previous_def
  end
end
