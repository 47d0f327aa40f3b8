# Every kind of value that JSON has comes back as it was.
check "session values keep their types" do
  values = UserSession.new
  values[:user_id] = 42
  values[:name] = "Ada"
  values[:admin] = true
  values[:roles] = ["author", "editor"]
  back = UserSession.from_json(values.to_json)
  expect back[:user_id], 42
  expect back["name"], "Ada"
  expect back[:admin], true
  expect back[:roles].as_a.map(&.as_s), ["author", "editor"]
  expect back[:unknown]?, nil
  expect back.delete(:admin), true
  expect back[:admin]?, nil
end

def stored(id, data, expires_at = Time.utc + 1.hour)
  AzuSession::Stored.new(id, data, expires_at)
end

check "MemoryStore inserts, replaces what is there and as given, moves, renews and expires" do
  store = MemoryStore.new(ttl: 1.hour)
  first = stored("a", "1")
  expect store.replace(first, "a", "2"), false
  store.insert(first)
  expect store.replace(stored("a", "other"), "a", "2"), false
  expect store.replace(first, "b", "2"), true
  expect store.read("a"), nil
  moved = store.read("b").not_nil!
  expect moved, first.copy_with(id: "b", data: "2")
  later = Time.utc + 2.hours
  expect store.renew("a", later), false
  expect store.renew("b", later), true
  expect store.read("b"), moved.copy_with(expires_at: later)
  expired = stored("c", "3", Time.utc - 1.second)
  store.insert(expired)
  expect store.read("c"), nil
  expect store.replace(expired, "c", "4"), false
  expect store.renew("c", later), false
  store.delete_expired
  expect store.size, 1
  store.clear
  expect store.size, 0
end

check "what a request set and deleted is put onto what others have stored meanwhile" do
  merge = ->(before : String, after : String, now : String) { JSON.parse(AzuSession.merge(before, after, now)) }
  expect merge.call(%({"a":1,"b":1}), %({"a":2,"b":1}), %({"a":1,"b":3,"c":4})), {"a" => 2, "b" => 3, "c" => 4}
  expect merge.call(%({"a":1,"b":1}), %({"b":1}), %({"a":9,"b":2})), {"b" => 2}
  expect merge.call(%({"a":[1]}), %({"a":[1,2]}), %({"a":[1],"b":0})), {"a" => [1, 2], "b" => 0}
  expect merge.call(%({}), %({"a":null}), %({"b":1.50})), {"b" => 1.5, "a" => nil}
  expect AzuSession.merge(%({}), %({"a":12345678901234567890123}), %({"b":1.50})), %({"b":1.50,"a":12345678901234567890123})
end

check "messages that one request has shown and another has left meanwhile are told apart" do
  shown, left = %({"flash":{"now":{},"next":{"notice":"old"}}}), %({"flash":{"now":{"notice":"old"},"next":{"alert":"new"}}})
  expect JSON.parse(AzuSession.merge(shown, "{}", left.sub(%("next":{), %("next":{"notice":"old",)))), {"flash" => {"now" => {} of String => String, "next" => {"alert" => "new"}}}
  expect AzuSession.merge(shown, "{}", shown), "{}"
  again = %({"flash":{"now":{"notice":"old"},"next":{"notice":"old"}}})
  expect AzuSession.merge(shown, again, "{}"), %({"flash":{"now":{},"next":{"notice":"old"}}})
end

check "a name of a session's own properties is no name for a value" do
  {"session_id", "created_at", "flash"}.each do |name|
    expect refusal { UserSession.new[name] = "x" }.includes?(name), true, name
  end
  kept = UserSession.new
  kept[:touched] = "x"
  expect UserSession.from_json(kept.to_json)[:touched], "x"
end

# Does what it is asked to, and then loses the answer, once.
class ForgetfulStore < MemoryStore
  property? forgets = false

  def replace(session, id, data) : Bool
    done = super
    return done unless forgets?
    @forgets = false
    super
  end
end

check "a change of the id whose answer was lost is found to be done" do
  store = ForgetfulStore.new(ttl: 1.hour)
  before = stored("old", %({"a":1}))
  store.insert(before)
  store.forgets = true
  expect store.write(before, "new", %({"a":1}), %({"a":2})).try(&.id), "new"
  expect store.read("new").try(&.data), %({"a":2})
end

check "a session written through the shard's interface is there, under its id and until it expires" do
  store = MemoryStore.new(ttl: 1.hour)
  kept = UserSession.new
  store[kept.session_id] = kept
  kept[:name] = "Ada"
  kept.expires_at = 2.hours.from_now
  old = kept.session_id
  kept.regenerate_id
  store[old] = kept
  expect store[old]?, nil
  expect store[kept.session_id][:name], "Ada"
  expect store[kept.session_id].expires_at, kept.expires_at
end

check "a session expires when its store says, whatever its data says" do
  store = MemoryStore.new(ttl: 1.hour)
  kept = UserSession.new
  claimed = JSON.parse(kept.to_json).as_h.merge({"expires_at" => JSON::Any.new("2001-01-01T00:00:00Z")}).to_json
  store.insert(stored(kept.session_id, claimed))
  expect store[kept.session_id].valid?, true
  expect store[kept.session_id].time_until_expiry > 59.minutes, true, "time left"
end

check "data of another id, or that cannot be read, is no session" do
  store = MemoryStore.new(ttl: 1.hour)
  store.insert(stored("a", UserSession.new.to_json))
  store.insert(stored("b", "{"))
  expect store["a"]?, nil
  expect store["b"]?, nil
end

def with_settings(&)
  secret, previous = Session.configuration.secret, Session.configuration.previous_secrets
  yield Session.configuration
ensure
  Session.configuration.encrypt_data = Session.configuration.encrypt_redis_data = false
  secret.try { |secret| Session.configuration.secret = secret }
  previous.try { |previous| Session.configuration.previous_secrets = previous }
end

check "encrypted data is read with its secret only, or with it as a previous one" do
  with_settings do |settings|
    settings.encrypt_data = true
    settings.secret = "the first secret"
    kept = UserSession.new
    first = MemoryStore.new(ttl: 1.hour)
    first[kept.session_id] = kept
    expect first[kept.session_id], kept
    moved = first.read(kept.session_id).not_nil!
    settings.secret = "the second secret"
    second = MemoryStore.new(ttl: 1.hour).tap(&.insert(moved))
    expect second[kept.session_id]?, nil
    settings.previous_secrets = ["", "the first secret"]
    both = MemoryStore.new(ttl: 1.hour).tap(&.insert(moved))
    expect both[kept.session_id]?, kept
    both.reencrypt(moved)
    settings.previous_secrets = [] of String
    renewed = MemoryStore.new(ttl: 1.hour).tap(&.insert(both.read(kept.session_id).not_nil!))
    expect renewed[kept.session_id]?, kept
    settings.encrypt_data = false
    expect renewed[kept.session_id]?, nil
  end
end

check "the shard's encrypt_redis_data encrypts as well" do
  with_settings do |settings|
    settings.encrypt_redis_data = true
    store = MemoryStore.new(ttl: 1.hour)
    kept = UserSession.new
    store[kept.session_id] = kept
    expect store.read(kept.session_id).not_nil!.data.includes?(kept.session_id), false, "readable"
    expect store[kept.session_id], kept
  end
end

check "a cookie that was accepted is not accepted with another secret, or as another cookie" do
  with_settings do |settings|
    settings.secret = "the first secret"
    sent = AzuSession::Cookie.for(stored("id", "")).value
    2.times { expect AzuSession::Cookie.verify(sent), {"id", false} }
    settings.secret = "the second secret"
    expect AzuSession::Cookie.verify(sent), nil
    settings.previous_secrets = ["the first secret"]
    2.times { expect AzuSession::Cookie.verify(sent), {"id", true} }
    settings.secret = "the first secret"
    expect AzuSession::Cookie.verify(sent), {"id", false}
    settings.cookie_name = "another"
    expect AzuSession::Cookie.verify(sent), nil
    settings.cookie_name = "_session"
  end
end

check "a session that is only read is known to be as it was" do
  kept = UserSession.from_json(%({"user_id":42,"cart":[1],"address":{"city":"Riga"}}))
  touches = ->(use : UserSession -> Nil) do
    kept.touched = false
    use.call(kept)
    kept.touched?
  end
  expect touches.call(->(session : UserSession) { session[:user_id]; session[:none]?; session.session_id; nil }), false
  expect touches.call(->(session : UserSession) { session[:cart]; nil }), true
  expect touches.call(->(session : UserSession) { session["address"]?; nil }), true
  expect touches.call(->(session : UserSession) { session[:user_id] = 43; nil }), true
  expect touches.call(->(session : UserSession) { session.delete(:none); nil }), true
  expect touches.call(->(session : UserSession) { session.json_unmapped; nil }), true
  expect touches.call(->(session : UserSession) { session.flash; nil }), true
  expect touches.call(->(session : UserSession) { session.regenerate_id; nil }), true
end

check "a cookie signed with a blank secret is never accepted" do
  with_settings do |settings|
    settings.previous_secrets = [""]
    id = UUID.random.to_s
    signature = OpenSSL::HMAC.hexdigest(OpenSSL::Algorithm::SHA256, "", "#{settings.cookie_name}=#{id}")
    expect AzuSession::Cookie.verify("#{id}.#{signature}"), nil
  end
end
