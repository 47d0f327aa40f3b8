# A connection that can be broken, in the place of a real one.
class FakeConnection
  class_property made = 0
  getter? closed = false
  property? broken = false

  def initialize
    @@made += 1
  end

  def ask : Int32
    raise "broken" if broken?
    42
  end

  def close : Nil
    @closed = true
  end
end

def unavailable(&) : Bool
  yield
  false
rescue Session::StorageConnectionException
  true
end

check "pool: failed connects lose no slot" do
  refuse = true
  pool = AzuSession::Pool(FakeConnection).new(2, 50.milliseconds) { refuse ? raise("refused") : FakeConnection.new }
  10.times { expect unavailable { pool.use(&.ask) }, true }
  refuse = false
  pool.use { pool.use { |connection| expect connection.ask, 42 } }
end

check "pool: there are never more than pool_size connections, and a wait ends after pool_timeout" do
  FakeConnection.made = 0
  pool = AzuSession::Pool(FakeConnection).new(2, 50.milliseconds) { FakeConnection.new }
  pool.use { pool.use { expect unavailable { pool.use(&.ask) }, true } }
  10.times { pool.use(&.ask) }
  expect FakeConnection.made, 2
end

check "pool: what fails on an idle connection is tried once on a new one" do
  pool = AzuSession::Pool(FakeConnection).new(1, 50.milliseconds) { FakeConnection.new }
  old = pool.use { |connection| connection.tap(&.broken = true) }
  expect pool.use(&.ask), 42
  expect old.closed?, true, "the broken connection is closed"
end

check "pool: what an idle connection was waited for in vain is not waited for again" do
  pool = AzuSession::Pool(FakeConnection).new(1, 50.milliseconds) { FakeConnection.new }
  pool.use(&.ask)
  asked = 0
  failed = unavailable do
    pool.use do
      asked += 1
      sleep 60.milliseconds
      raise "no answer"
    end
  end
  expect({failed, asked}, {true, 1})
end

check "pool: an exception of the caller's gives the slot back" do
  pool = AzuSession::Pool(FakeConnection).new(1, 50.milliseconds) { FakeConnection.new }
  expect unavailable { pool.use { raise "a failing command" } }, true
  expect pool.use(&.ask), 42
end

check "RedisStore: pool_size and pool_timeout take effect" do
  silent = TCPServer.new("127.0.0.1", 0)
  accepted = [] of TCPSocket
  spawn { while socket = silent.accept?
    accepted << socket
  end }
  store = RedisStore.new(url: "redis://127.0.0.1:#{silent.local_address.port}", prefix: "p:", ttl: 1.hour, pool_size: 2, pool_timeout: 200.milliseconds)
  failed = Channel({Bool, Int32}).new
  started = Time.monotonic
  5.times { spawn { failed.send({unavailable { store.read("id") }, accepted.size}) } }
  expect failed.receive, {true, 2}, "failed with 2 connections"
  4.times { expect failed.receive.first, true }
  expect Time.monotonic - started < 2.seconds, true, "waits are short"
end
