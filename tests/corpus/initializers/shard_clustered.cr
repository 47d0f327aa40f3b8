Session.configure do |config|
  config.cluster.enabled = true
  config.cluster.node_id = ENV["NODE_ID"]? || UUID.random.to_s
  config.store = Session::ClusteredRedisStore(UserSession).new(
    client: Redis.new(host: "redis.example.com"),
    config: Session::ClusterConfig.new(enabled: true, local_cache_ttl: 1.minute)
  )
end
