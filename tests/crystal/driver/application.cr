# The application under test, as a process of its own.
class Application
  SECRET = "a secret of the checks that is long enough"

  getter port : Int32

  # Yields the running application, and stops it afterwards.
  def self.run(program : String, env : Process::Env, &)
    application = new(program, env)
    begin
      yield application
    ensure
      application.stop
    end
  end

  # What it says when it does not start.
  def self.refusal(program : String, env : Process::Env) : String
    error = IO::Memory.new
    process = Process.new(program, env: env, output: Process::Redirect::Pipe, error: error)
    started = process.output.gets
    process.signal(Signal::KILL) if started
    process.wait
    raise Report::Failure.new("the application started") if started
    error.to_s
  end

  def initialize(@program : String, env : Process::Env)
    @process = Process.new(@program, env: env, output: Process::Redirect::Pipe, error: Process::Redirect::Inherit)
    @port = listening_port
    spawn { log }
  end

  def browser : Browser
    Browser.new(port)
  end

  def stop : Nil
    @process.signal(Signal::KILL)
    @process.wait
  end

  private def listening_port : Int32
    @process.output.each_line do |line|
      return line.lchop("listening on ").to_i if line.starts_with?("listening on ")
    end
    raise "The application did not start"
  end

  private def log : Nil
    File.open("#{@program}.log", "a") { |file| IO.copy(@process.output, file) }
  rescue IO::Error
    # The pipe closes with the process.
  end
end
