def mk(p) DatabaseStore.new(table: p) end
def typed(p : String) : Session::Store(S) | Nil DatabaseStore.new(table: p) end
def `(c) c end
def %(other) other end

Session.configure do |config|
  if ENV["AZU_ENV"]? == "test"
    config.store = typed("t")
  else
    config.store = mk("s")
  end
end
