# Laid out as the framework's `azu new` lays an application out.
require "azu"
require "./initializers/**"

module Shop
  include Azu

  configure do |c|
    c.templates.path = "./public/templates"
    c.router.ws "/live", Greeting
    c.router.get "/*", Handler::Static.new
  end

  Azu::Handler::CSRF.configure do |csrf|
    csrf.strategy = Azu::Handler::CSRF::Strategy::SignedDoubleSubmit
    csrf.secret_key = "1234567890"
  end

  def self.handlers
    [
      Azu::Handler::CSRF.new,
      Azu::Handler::RequestId.new,
      Azu::Handler::Rescuer.new,
      Azu::Handler::Logger.new,
    ]
  end
end

require "./endpoints/**"
