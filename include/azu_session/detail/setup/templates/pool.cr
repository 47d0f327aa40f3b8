# A fixed number of slots, each with a connection or still without. A slot always comes
# back: with its connection or, when that has failed, empty.
class AzuSession::Pool(T)
  def initialize(size : Int32, @timeout : Time::Span, &@connect : -> T)
    @slots = Channel(T?).new(size)
    size.times { @slots.send(nil) }
  end

  # A connection may have died while it was idle, when the server restarted: what fails at
  # once on an old one is tried once more on a new one.
  def use(&)
    connection = take
    old, started = connection, Time.monotonic
    begin
      loop do
        begin
          connection ||= @connect.call
          return yield connection
        rescue error
          connection.try(&.close) rescue nil
          connection = nil
          failed_at_once = Time.monotonic - started < @timeout
          raise Session::StorageConnectionException.new("#{error.class}: #{error.message}", error) unless old && failed_at_once
          old = nil
        end
      end
    ensure
      @slots.send(connection)
    end
  end

  private def take : T?
    select
    when slot = @slots.receive
      slot
    else
      wait
    end
  end

  private def wait : T?
    select
    when slot = @slots.receive
      slot
    when timeout(@timeout)
      raise Session::StorageConnectionException.new("No connection became free within #{@timeout}")
    end
  end
end
