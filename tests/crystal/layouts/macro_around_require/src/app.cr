require "azu"

{% if flag?(:production) %}
  require "./initializers/**"
{% end %}

module MyApp
  include Azu
end

MyApp.start [Azu::Handler::Logger.new]
