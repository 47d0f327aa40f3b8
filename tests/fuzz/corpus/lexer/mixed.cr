require "session"
class UserSession < Session::Base
  property user_id : Int64?
  getter x : Array(String) = [] of String
  def foo(a, b : Int32 = 5) : String forall T
    return "x" if a
    a /b/ 2
  end
end
Session.configure do |config|
  config.store = RedisStore.new(
    url: ENV["REDIS_URL"]? || "x",
    prefix: "#{ENV["APP"]}:session:", # c
    ttl: 1.hour
  )
  config.x = <<-A + <<-B
    hello #{1 + 2}
    A
    there
    B
  config.y = cond ? foo bar : baz
  config.secret = ENV["SESSION_SECRET"]
end
case ENV["AZU_ENV"]?
when "production", "staging" then x = 1
when .starts_with?("x")
  y = 2
else
  z = %w(a b)
end
config.store = Session::RedisStore(UserSession).new client: Redis.new(url: u), b: 2 if x unless y
{% if flag?(:x) %}
 a = 1
{% else %}
 b = 2
{% end %}
