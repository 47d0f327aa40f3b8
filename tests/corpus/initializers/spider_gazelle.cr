Spider.settings.session_store = :redis
