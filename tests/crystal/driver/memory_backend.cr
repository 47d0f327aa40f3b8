require "./backend"

# Nothing to look into from outside.
class MemoryBackend < Backend
  def env : Hash(String, String)
    {} of String => String
  end

  def start : Nil
  end

  def stop : Nil
  end

  def sessions : Hash(String, String)
    {} of String => String
  end

  def change_data(& : String -> String) : Nil
  end

  def seconds_left : Int32
    0
  end

  def expire_in(left : Time::Span) : Nil
  end

  def delete_all : Nil
  end
end
