alias Session = Kemal::Session

Session.config { |config| config.timeout = 1.hour }
