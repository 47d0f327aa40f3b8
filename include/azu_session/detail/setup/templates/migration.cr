class CreateSessions < CQL::Migration(VERSION)
  # SQL of its own: the schema's builder would lose the time zone and the index.
  def up
    {{up}}
  end

  def down
    schema.exec "DROP TABLE IF EXISTS sessions"
  end
end
