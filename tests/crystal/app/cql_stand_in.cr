# Stands in for azutoolkit/cql, whose published versions do not all take a 64-bit version:
# only what the generated migration calls.
require "db"

module CQL
  record Schema, connection : DB::Connection do
    def exec(sql : String) : Nil
      connection.exec(sql)
    end
  end

  abstract class Migration(Version)
    def initialize(@schema : CQL::Schema)
    end

    abstract def up
    abstract def down

    private def schema : CQL::Schema
      @schema
    end
  end
end
