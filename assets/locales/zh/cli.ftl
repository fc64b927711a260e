# What the command line says: tables, notices, reports.

cli-nothing-found = 没有找到。
