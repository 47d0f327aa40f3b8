Session.configure do |config|
  config.rotate_on_login = true
  config.regenerate_id = true
  config.secure = true  # HTTPS only
  config.same_site = :strict
end
