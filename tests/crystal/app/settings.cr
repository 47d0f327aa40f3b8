# The settings that a check asks for, on top of the initializer's.
require "./initializers/session"

Session.configure do |config|
  ENV["COOKIE_NAME"]?.try { |name| config.cookie_name = name }
  ENV["SECURE"]?.try { |on| config.secure = on == "true" }
  ENV["HTTP_ONLY"]?.try { |on| config.http_only = on == "true" }
  config.same_site = :strict if ENV["SAME_SITE"]? == "strict"
  ENV["TTL"]?.try { |seconds| config.ttl = seconds.to_i.seconds }
  ENV["CLEANUP_INTERVAL"]?.try { |milliseconds| config.cleanup_interval = milliseconds.to_i.milliseconds }
  ENV["ROTATE_ON_LOGIN"]?.try { |on| config.rotate_on_login = on == "true" }
  ENV["REGENERATE_ID"]?.try { |on| config.regenerate_id = on == "true" }
  ENV["ENCRYPT_DATA"]?.try { |on| config.encrypt_data = on == "true" }
end
