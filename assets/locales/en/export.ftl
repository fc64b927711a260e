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
