# Sets up sessions as someone does who follows what `azu session:setup` prints, to the letter; with `wire` it edits
# the application itself, and all that is left to do is to run commands.
class Newcomer
  record Step, title : String, lines : Array(String), file : String?, line : Int32, replaces : Bool do
    include JSON::Serializable
  end

  # What is typed before the application starts.
  getter loading = ""

  def initialize(@directory : String, @backend : String, @wire : Bool)
  end

  # The transcript.
  def set_up : String
    String.build do |transcript|
      transcript << "$ azu " << arguments.join(' ') << '\n'
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

  def take_back : Nil
    output = IO::Memory.new
    run("$AZU session:teardown", output) || raise Report::Failure.new("azu session:teardown failed: #{output}")
  end

  # The application's files and directories by their contents, without what it runs on.
  def files : Hash(String, String?)
    Dir.cd(@directory) do
      Dir.glob("**/*", match_hidden: true).reject(&.matches?(/^(lib|app|postgresql|appendonlydir|sample\.db)\b/))
        .to_h { |path| {path, File.directory?(path) ? nil : File.read(path)} }
    end
  end

  private def arguments : Array(String)
    ["session:setup", "--backend", @backend] + (@wire ? ["--wire"] : [] of String)
  end

  private def setup : Array(Step)
    output = IO::Memory.new
    status = Process.run(ENV["AZU"], arguments + ["--json", "-C", @directory], output: output, error: Process::Redirect::Inherit)
    raise Report::Failure.new("azu session:setup failed: #{output}") unless status.success?
    Array(Step).from_json(JSON.parse(output.to_s)["steps"].to_json)
  end

  private def follow(step : Step, transcript) : Bool
    return true if step.lines == ["shards install"] # lib stands in for it
    if file = step.file
      raise Report::Failure.new("#{step.title} is left to be done by hand: #{transcript}") if @wire
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
