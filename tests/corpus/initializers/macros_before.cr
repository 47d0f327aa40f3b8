macro session_key(name)
  {% for part in %w(a b) %}
    def {{name.id}}_{{part.id}}
      "#{ {{part}} }:{{name.id}}"
    end
  {% end %}
end

record Visit, path : String, at : Time = Time.utc do
  def to_s(io)
    io << path
  end
end

enum Level
  Low
  High = 5
end

lib LibC
  fun getpid : Int32
end

annotation Stored
end

@[Stored]
struct Options
  property ttl : Time::Span = 1.hour
  getter(names) { [] of String }
end

Session.configure do |config|
  config.store = MemoryStore.new
end
