alias KS = Kemal::Session

KS.config { |config| config.timeout = 1.hour }
