Amber::Server.configure do |settings|
  settings.session = {"key" => "shop.session", "store" => "redis", "expires" => 0}
end
