KEMAL = Kemal.config
KEMAL.sessions = 3
