require "azu"

module MyApp
  include Azu
end

{% if flag?(:release) %}
  MyApp.start [
    Azu::Handler::Rescuer.new,
    Azu::Handler::Logger.new,
  ]
{% else %}
  MyApp.start [
    Azu::Handler::Logger.new,
  ]
{% end %}
