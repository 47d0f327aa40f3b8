class Suite
  # An application that was set up, which answers on a port of its own.
  class NewcomersApplication
    getter browser : Browser

    def initialize(newcomer : Newcomer, program : String)
      port = Backend.free_port
      @process = Process.new("/bin/sh", ["-c", "#{newcomer.loading}\nPORT=#{port} exec #{program}"],
        chdir: File.dirname(program), output: Process::Redirect::Close, error: Process::Redirect::Inherit)
      @browser = Browser.new(port)
      eventually("the application answers") { Browser.new(port).get("/plain").status_code == 200 rescue false }
    end

    def port : Int32
      @browser.port
    end

    def stop : Nil
      @process.signal(Signal::KILL)
      @process.wait
    end
  end

  def newcomer_checks(kind : String, wire : Bool) : Nil
    directory = File.dirname(@program)
    File.open("#{directory}/.env", "a") { |file| @backend.env.each { |name, value| file.puts "#{name}=#{value}" } }
    newcomer = Newcomer.new(directory, {"redis", "memory"}.includes?(kind) ? kind : "database", wire)
    original = newcomer.files
    started = nil

    check "setup and each step that it prints lead to a running application" do
      transcript = newcomer.set_up
      output = IO::Memory.new
      newcomer.run("crystal build src/server.cr -o #{@program}", output) || raise Report::Failure.new("#{transcript}#{output}")
      started = NewcomersApplication.new(newcomer, @program)
    end
    application = started || return

    check "a login, a message in a template, a static file, a WebSocket and a logout go together" do
      application.browser.post("/login", "user=42")
      expect page(application), {"42", "Welcome back"}
      expect page(application), {"42", ""}
      expect application.browser.body("/robots.txt").starts_with?("User-agent"), true
      expect greeting(application), "42"
      application.browser.body("/logout")
      expect page(application), {"nobody", ""}
    end

    check "azu session:clear logs the visitor out" do
      application.browser.post("/login", "user=42")
      backend.clear
      expect page(application).first, kind == "memory" ? "42" : "nobody"
    end

    check "while the store is down, no handler that rescues errors answers for it" do
      application.browser.post("/login", "user=42")
      next if kind == "memory"
      backend.stop
      expect application.browser.get("/account").status_code, 503
      expect application.browser.body("/robots.txt").starts_with?("User-agent"), true
      expect application.browser.get("/plain").status_code, 200
      backend.start
      expect page(application).first, "42"
    end

    return unless wire
    check "teardown leaves the application as it was, to the byte" do
      newcomer.take_back
      left = newcomer.files
      changed = (original.keys | left.keys).reject { |path| left.fetch(path, "none") == original.fetch(path, "none") }
      expect changed, [] of String
    end
  ensure
    started.try(&.stop)
  end

  private def page(application) : {String, String}
    body = application.browser.body("/account")
    {body[/user">(.*?)</, 1], body[/notice">(.*?)</, 1]}
  end

  private def greeting(application) : String
    answer = ""
    socket = HTTP::WebSocket.new("127.0.0.1", "/live", application.port, headers: application.browser.headers)
    socket.on_message do |message|
      answer = message
      socket.close
    end
    socket.send("who?")
    socket.run
    answer
  end
end
