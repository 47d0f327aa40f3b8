class Suite
  def sqlite_checks : Nil
    check "a save waits while another process writes" do
      application do |application|
        saved = Channel(Int32).new
        backend.as(SqliteBackend).ask do |connection|
          connection.exec("BEGIN IMMEDIATE")
          spawn { saved.send(application.browser.get("/become?user=42").status_code) }
          sleep 300.milliseconds
          connection.exec("COMMIT")
        end
        expect saved.receive, 200
      end
    end
  end
end
