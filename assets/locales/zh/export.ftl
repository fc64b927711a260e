## Export

export-cut = 有 { $count } 段文字超出单元格长度，已截断。
failure-export-no-table = { $given } 格式的文件不是表格
failure-export-no-table-hint = 去掉 --as，或使用 --format csv 或 xlsx
failure-export-not-csv = 只有 CSV 文件可以使用 --safe，{ $given } 格式不行
failure-export-not-csv-hint = 去掉 --safe；工作簿中本来就没有公式
failure-export-not-of-customers = 无法用查询筛选 { $given }
failure-export-not-of-customers-hint = 请去掉查询条件
failure-export-sheet-full = 一张工作表最多 { $most } 行；没有写出文件
failure-export-sheet-full-hint = 用查询缩小范围，或使用 --format csv
