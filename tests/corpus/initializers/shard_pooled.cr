Session.configure do |config|
  config.store = Session::PooledRedisStore(UserSession).new(
    pool: Session::ConnectionPool.new(Session::ConnectionPoolConfig.new(size: 10))
  )
end
