Session.config.secret = ENV["SESSION_SECRET"]
