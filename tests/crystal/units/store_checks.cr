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

check "MemoryStore inserts, updates what is there, renames and expires" do
  store = MemoryStore.new(ttl: 1.hour)
  later = Time.utc + 1.hour
  expect store.update("a", "a", "1", later), false
  store.insert("a", "1", later)
  expect store.update("a", "b", "2", later), true
  expect store.read("a"), nil
  expect store.read("b"), {"2", later}
  expect store.renew("a", later), false
  expect store.renew("b", later + 1.hour), true
  expect store.read("b"), {"2", later + 1.hour}
  store.insert("c", "3", Time.utc - 1.second)
  expect store.read("c"), nil
  expect store.renew("c", later), false
  store.delete_expired
  expect store.size, 1
  store.clear
  expect store.size, 0
end

# A visit whose session is in the store and is due for a renewal.
def due_visit(store : SessionStore) : SessionVisit
  kept = UserSession.new
  kept[:user_id] = 42
  kept.expires_at = 30.minutes.from_now
  store.insert(kept)
  SessionVisit.new(store[kept.session_id], kept.session_id)
end

check "a renewal extends the session in memory and leaves its data alone" do
  store = MemoryStore.new(ttl: 1.hour)
  slow = due_visit(store)
  id = slow.session.session_id
  other = SessionVisit.new(store[id], id)
  other.session.delete(:user_id)
  other.save(store)
  expect slow.save(store), true, "a cookie"
  expect store[id][:user_id]?, nil
  expect store[id].time_until_expiry > 59.minutes, true, "renewed"
end

check "a renewal brings back no session that was cleared or has expired" do
  store = MemoryStore.new(ttl: 1.hour)
  slow = due_visit(store)
  store.clear
  expect slow.save(store), false, "a cookie"
  expect store.size, 0
  slow = due_visit(store)
  id = slow.session.session_id
  store.update(id, id, slow.session.to_json, Time.utc - 1.second)
  expect slow.save(store), false, "a cookie"
  expect store[id]?, nil
end

check "touching a session renews it and writes no data" do
  store = MemoryStore.new(ttl: 1.hour)
  slow = due_visit(store)
  data = store.read(slow.session.session_id).not_nil!.first
  slow.session.touch
  expect slow.save(store), true, "a cookie"
  expect store.read(slow.session.session_id).not_nil!.first, data
end

check "a session expires when its store says, whatever its data says" do
  store = MemoryStore.new(ttl: 1.hour)
  kept = UserSession.new
  claimed = JSON.parse(kept.to_json).as_h.merge({"expires_at" => JSON::Any.new("2001-01-01T00:00:00Z")}).to_json
  store.insert(kept.session_id, claimed, Time.utc + 1.hour)
  expect store[kept.session_id].valid?, true
  expect store[kept.session_id].time_until_expiry > 59.minutes, true, "time left"
end

check "data of another id, or that cannot be read, is no session" do
  store = MemoryStore.new(ttl: 1.hour)
  later = Time.utc + 1.hour
  store.insert("a", UserSession.new.to_json, later)
  store.insert("b", "{", later)
  expect store["a"]?, nil
  expect store["b"]?, nil
end

check "encrypted data is read with its secret only" do
  Session.configuration.encrypt_data = true
  Session.configuration.secret = "the first secret"
  kept = UserSession.new
  store = MemoryStore.new(ttl: 1.hour)
  store.insert(kept)
  expect store[kept.session_id], kept
  moved = MemoryStore.new(ttl: 1.hour)
  moved.insert(kept.session_id, store.read(kept.session_id).not_nil!.first, kept.expires_at)
  Session.configuration.secret = "the second secret"
  expect moved[kept.session_id]?, nil
  Session.configuration.encrypt_data = false
  expect moved[kept.session_id]?, nil
end
