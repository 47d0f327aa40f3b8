require "azu"

module MyApp
  include Azu

  def self.handlers
    {% if flag?(:release) %}
      [Azu::Handler::Rescuer.new, Azu::Handler::Logger.new]
    {% else %}
      [Azu::Handler::Logger.new]
    {% end %}
  end
end

MyApp.start MyApp.handlers
