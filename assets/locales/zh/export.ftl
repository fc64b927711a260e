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
export-title = 导出
export-which-file = 文件；Tab 选格式，回车写出，Esc 离开
export-no-format = { $given } 不是可用的文件格式：{ $known }
export-so-far = 已写出 { $count } 条记录
export-customers-so-far = { $meant } 位客户中的 { $count } 位
export-packing = 正在写完文件
export-stopped = 已停止；没有写出文件

## Quality

quality-title = 数据质量
quality-flaw = 问题
quality-customers = 客户数
quality-query = 查询
quality-of = 共 { $count } 位客户
flaw-no-phone = 没有号码
flaw-bad-phone = 号码无法拨打
flaw-bad-email = 邮箱无效
flaw-no-owner = 没有负责人
flaw-no-consent = 没有同意
flaw-stale = 长期未联系
why-stale-months = 未联系月数须为 1 到 { $most }
