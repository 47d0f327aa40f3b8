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
  expect store.read("b"), "2"
  store.insert("c", "3", Time.utc - 1.second)
  expect store.read("c"), nil
  store.delete_expired
  expect store.size, 1
  store.clear
  expect store.size, 0
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
  moved.insert(kept.session_id, store.read(kept.session_id).not_nil!, kept.expires_at)
  Session.configuration.secret = "the second secret"
  expect moved[kept.session_id]?, nil
  Session.configuration.encrypt_data = false
  expect moved[kept.session_id]?, nil
end
