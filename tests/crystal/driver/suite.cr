# The checks of one application and its backend; each file of checks adds a method.
class Suite
  getter backend : Backend

  def initialize(@program : String, @backend : Backend)
  end

  def run(name : String) : Nil
    @backend.start unless @backend.is_a?(SqliteBackend)
    return newcomer_checks(name.split(' ').first, name.ends_with?("wired")) if name.matches?(/framework|plain/)
    return environment_checks if name.ends_with?("environment")
    database_migration_checks if @backend.is_a?(DatabaseBackend)
    isolation_checks
    return concurrency_checks if name.ends_with?("threads")
    identity_checks
    clearing_checks
    renewal_checks
    concurrency_checks
    secret_checks
    setting_checks
    redis_checks if @backend.is_a?(RedisBackend)
    database_checks if @backend.is_a?(DatabaseBackend)
    sqlite_checks if @backend.is_a?(SqliteBackend)
    fault_checks
  end

  # A running application with an empty store.
  private def application(settings = {} of String => String, &)
    @backend.delete_all
    Application.run(@program, env(settings)) { |application| yield application }
  end

  private def env(settings) : Hash(String, String)
    {"SESSION_SECRET" => Application::SECRET}.merge(@backend.env).merge(settings)
  end

  private def logged_in(application : Application, user = 42) : Browser
    application.browser.tap(&.body("/become?user=#{user}"))
  end
end
