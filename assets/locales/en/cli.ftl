# What the command line says: tables, notices, reports.

cli-nothing-found = Nothing found.
