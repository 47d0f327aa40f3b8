# Checks of the generated initializer from within one process.
require "./report"
require "./initializers/session"

Log.setup(:none)
Report.subject = ARGV.first

require "./configuration_checks"
require "./store_checks"
require "./pool_checks"
