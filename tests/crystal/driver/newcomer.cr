# Sets up sessions as someone does who follows what `azu session:setup` prints, to the letter.
class Newcomer
  record Step, title : String, lines : Array(String), file : String?, line : Int32, replaces : Bool do
    include JSON::Serializable
  end

  # What is typed before the application starts.
  getter loading = ""

  def initialize(@directory : String, @backend : String)
  end

  # The transcript.
  def set_up : String
    String.build do |transcript|
      transcript << "$ azu session:setup --backend " << @backend << '\n'
      steps = setup
      steps.each_with_index do |step, number|
        transcript << number + 1 << ". " << step.title << '\n'
        step.lines.each { |line| transcript << "   " << line << '\n' }
        alternative = steps[number + 1]?.try(&.title.starts_with?("Or, "))
        follow(step, transcript) || alternative || raise Report::Failure.new("#{step.title}: #{transcript}")
      end
    end
  end

  # Runs a command in the application's directory, with its variables.
  def run(command : String, output) : Bool
    Process.run("/bin/sh", ["-ec", "#{@loading}\n#{command}"], chdir: @directory, output: output, error: output).success?
  end

  private def setup : Array(Step)
    output = IO::Memory.new
    status = Process.run(ENV["AZU"], ["session:setup", "--backend", @backend, "--json", "-C", @directory], output: output, error: Process::Redirect::Inherit)
    raise Report::Failure.new("azu session:setup failed: #{output}") unless status.success?
    Array(Step).from_json(JSON.parse(output.to_s)["steps"].to_json)
  end

  private def follow(step : Step, transcript) : Bool
    if file = step.file
      put(step, File.join(@directory, file))
      return true
    end
    @loading = step.lines.join('\n') if step.title.starts_with?("Load .env")
    run(step.lines.join('\n'), transcript)
  end

  private def put(step : Step, path : String) : Nil
    raise Report::Failure.new("#{step.title} names no line") if step.line == 0
    lines = File.read_lines(path)
    lines.delete_at(step.line - 1) if step.replaces
    step.lines.reverse_each { |line| lines.insert(step.line - 1, line) }
    File.write(path, lines.join('\n') + "\n")
  end
end
