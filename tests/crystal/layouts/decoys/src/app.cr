# MyApp.start [Azu::Handler::Rescuer.new]
require "azu"

module MyApp
  include Azu

  # def self.handlers
  #   [Azu::Handler::Rescuer.new]
  # end
  USAGE = "HTTP::Server.new([HTTP::LogHandler.new])"
  HELP  = <<-TEXT
    require "./initializers/session"

    def self.handlers
      [
        SessionHandler.new,
      ]
    end

    MyApp.start [
      Azu::Handler::Rescuer.new,
    ]
    TEXT
  PARTS = {"[", %w([ Azu::Handler::Rescuer.new ]), '[', /MyApp.start \[/}
end

MyApp.start [
  # [Azu::Handler::Logger.new]
  Azu::Handler::Rescuer.new,
  Azu::Handler::Logger.new,
]
