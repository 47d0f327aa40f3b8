require "./server"

Lucky::Session.configure do |settings|
  settings.key = "_shop_session"
end
