set :session_store, "redis"
