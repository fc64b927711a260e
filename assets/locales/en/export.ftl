## Export

export-cut = { $count ->
    [one] One text was too long for a cell and is cut.
   *[other] { $count } texts were too long for a cell and are cut.
}
failure-export-no-table = A file of the format { $given } is no table
failure-export-no-table-hint = leave out --as, or say --format csv or xlsx
failure-export-not-csv = Only a CSV file can be made safe, not one of the format { $given }
failure-export-not-csv-hint = leave out --safe; in a workbook nothing is a formula anyway
failure-export-not-of-customers = No query chooses among { $given }
failure-export-not-of-customers-hint = leave out the query
failure-export-sheet-full = A sheet of a workbook holds { $most } rows; no file was written
failure-export-sheet-full-hint = choose fewer with a query, or say --format csv
export-title = Export
export-which-file = The file; Tab chooses the format, Enter writes it, Esc leaves
export-no-format = { $given } is no format of files: { $known }
export-so-far = { $count ->
    [one] { $count } record so far
   *[other] { $count } records so far
}
export-customers-so-far = { $count } of { $meant } customers
export-packing = The last of it is written
export-stopped = Stopped; no file was written

## Quality

quality-title = What is amiss
quality-flaw = Amiss
quality-customers = Customers
quality-query = Query
quality-of = { $count ->
    [one] of { $count } customer
   *[other] of { $count } customers
}
flaw-no-phone = No number
flaw-bad-phone = Number nobody can dial
flaw-bad-email = E-mail nobody can write to
flaw-no-owner = Nobody looks after them
flaw-no-consent = No consent
flaw-stale = No contact for long
why-stale-months = a customer is stale after 1 to { $most } months
