# What the command line says: tables, notices, reports.

cli-nothing-found = 没有找到。
cli-found = 显示 { $shown } 条，共 { $matched } 条
cli-yes-no = [y/N]

## Columns and labels

cli-id = 编号
cli-name = 名称
cli-company = 公司
cli-phone = 电话
cli-email = 邮箱
cli-address = 地址
cli-note = 备注
cli-tags = 标签
cli-relations = 联系人
cli-members = 已并入
cli-due = 到期
cli-kind = 类型
cli-what = 内容
cli-owner = 负责人
cli-value = 金额
cli-days = 天数
cli-when = 时间
cli-why = 原因
cli-since = 自
cli-change = 改动
cli-channel = 渠道
cli-query = 查询
cli-login = 登录名
cli-extension = 分机
cli-urgency = 紧急程度
cli-state = 状态
cli-resolution = 处理结果
cli-number = 序号
cli-record = 记录
cli-revision = 版本
cli-host = 主机
cli-process = 进程 { $pid }，自 { $since }
cli-os-user = 系统用户
cli-terminal = 终端
cli-store = 数据目录
cli-region = 国家或地区
cli-lock-after = 自动锁屏（分钟）
cli-seats = 共用坐席
cli-new-pin = 新 PIN 码
cli-pin-again = 再次输入新 PIN 码
cli-mask-phones = 对坐席遮盖号码
cli-channels = 渠道
cli-dispositions = 通话结果
cli-verification = 显示详情前核对
cli-stages = 阶段
cli-no-next-step = 没有下一步

## What was done

cli-customer-added = 已新增客户 { $id }。
cli-changed = 已修改 { $id }。
cli-customer-changed = 已修改客户 { $id }。
cli-archived = 客户 { $id } 已归档。
cli-brought-back = 客户 { $id } 已恢复。
cli-merged = 已并入客户 { $id }。
cli-unmerged = 已从客户 { $id } 拆分。
cli-logged = 已记录互动 { $id }。
cli-moved-interaction = 已转移互动 { $id }。
cli-follow-up-added = 已制定跟进计划 { $id }。
cli-done = 跟进计划 { $id } 已完成。
cli-taken = 跟进计划 { $id } 暂时由您处理。
cli-given-back = 跟进计划 { $id } 已交还，任何人均可处理。
cli-snoozed = 跟进计划 { $id } 已推迟。
cli-deal-added = 已新增商机 { $id }。
cli-deal-moved = 商机 { $id } 已移动。
cli-deal-stage = 商机 { $id } 现处于“{ $stage }”阶段。
cli-deal-won = 商机 { $id } 赢单。
cli-deal-lost = 商机 { $id } 输单。
cli-ticket-added = 已新建工单 { $id }。
cli-ticket-closed = 工单 { $id } 已关闭。
cli-dnc-added = 已加入免打扰 { $id }。
cli-dnc-removed = 已解除免打扰 { $id }。
cli-user-added = 已新增用户 { $id }。
cli-team-added = 已新增团队 { $id }。
cli-bulk-preview = 共 { $matched } 位，将改动 { $changed } 位；{ $unchanged } 位无需改动，{ $refused } 位无法改动
cli-bulk-question = 修改这 { $count } 位客户吗？
cli-bulk-done = 共 { $matched } 位，已改动 { $changed } 位；{ $unchanged } 位无需改动，{ $refused } 位无法改动
cli-bulk-undo = 撤销：callsheet undo { $undo }
cli-view-saved = 已保存视图 { $id }。
cli-view-removed = 已删除视图 { $id }。
cli-passphrase = 口令
cli-backup-passphrase = 备份的口令
cli-new-passphrase = 新口令
cli-passphrase-again = 再输入一次
cli-encrypted = 数据库已加密。没有口令或密钥文件，任何人（包括您自己）都无法打开。此前的备份未加密。
cli-decrypted = 数据库已不再加密。
cli-key-changed = 今后只有新的口令或密钥文件能打开数据库。此前的备份仍用旧的打开。
cli-configured = 设置已保存。
cli-attempted = 已记录本次外呼。
cli-list-created = 已建立外呼名单 { $id }，共 { $customers } 位客户。
cli-told = 已通知 { $sessions } 个会话。
cli-audit-whole = 审计链完整，共 { $entries } 条；链头为 { $head }

## What there is

cli-queue-empty = 没有待办事项。
cli-no-tickets = 没有未关闭的工单。
cli-dnc-empty = 免打扰名单为空。
cli-list-total = 客户数
cli-list-waiting = 待联系
cli-list-due = 其中现在可拨
cli-list-leased = 正在联系
cli-list-reached = 已接通
cli-list-exhausted = 已放弃
cli-list-skipped = 已跳过
cli-list-attempts = 外呼次数
cli-list-done = 已完成
cli-list-by = 坐席
cli-list-next = 下次
cli-stopped = 主机已停止。
cli-no-host = 没有正在运行的主机。
cli-state-ready = 就绪
cli-state-locked = 已锁定
cli-state-read-only = 只读：

## Import

cli-exported = 已将 { $count } 条记录写入 { $file }
cli-hook-added = 已添加钩子 { $id }。
cli-hook-removed = 已移除钩子。
cli-hook-event = 事件
cli-hook-command = 命令
cli-hook-events = 事件数
cli-hook-failures = 失败数
cli-hook-last = 最近一次运行
cli-import-dry = 未作任何改动；导入结果预计如下：
cli-import-as = 识别为
cli-import-column = 列名
cli-import-columns = 列数
cli-import-columns-read = 共 { $all } 列，读取 { $read } 列
cli-import-ignored = 忽略的列
cli-import-other-sheets = 其他工作表
cli-import-ids = 编号来源
cli-import-read = 行数
cli-import-created = 新增
cli-import-updated = 更新
cli-import-unchanged = 无变化
cli-import-refused = 拒绝
cli-import-rejects = 被拒绝的行
cli-import-undo = 撤销命令
cli-import-cut-short = 文件没有结尾行，可能缺少部分记录。
cli-import-line = 行
cli-import-field = 字段
cli-import-resumed = 续传起始行（之后）
cli-import-rate = 每秒 { $rate } 行
cli-midway-kept = 已确认 { $taken } 条记录
cli-midway = 已保存的 { $taken } 条记录予以保留；撤销命令：callsheet undo { $undo }
cli-demo-made = 已生成 { $customers } 位虚构客户。撤销命令：callsheet undo { $undo }

## 数据库整体

cli-all-well = 一切正常。
cli-repaired = { $steps ->
    [0] 无需修复。
   *[other] 已更正 { $steps } 处键和值。
}
cli-before-repair = 修复前的内容：{ $file }
cli-replace-question = 要覆盖 { $file } 吗？
cli-restore-question = 要用 { $file } 替换 { $data } 的数据库吗？该备份之后所做的一切都会失去。
cli-backed-up = 已写入备份 { $file } 并回读核验：{ $entries } 个条目，{ $size }，修订 { $revision }。
    审计日志链头：{ $head }
cli-restored = 数据库已恢复为 { $file } 的内容：{ $at } 的 { $entries } 个条目，修订 { $revision }。
    审计日志链头：{ $head }
cli-restored-key = 今后须用该备份的{ $by }打开数据库。
cli-compacted = 数据库原占用 { $before }，现占用 { $after }。

## Undo

cli-undo-empty = 没有可撤销的操作。
cli-undo-question = 撤销“{ $what }”？
cli-redo-question = 重做“{ $what }”？
cli-undone = 已撤销“{ $what }”
cli-redone = 已重做“{ $what }”

## Failures: what happened, and behind -hint what the reader can do

failure-usage = { $why }
failure-usage-hint = 参见 { $command } --help
failure-no-terminal = 界面需要终端
failure-no-terminal-hint = 请改用命令：callsheet find、show、queue、log，全部命令见 callsheet --help
failure-unknown-field = 没有字段“{ $field }”；可用字段：{ $known }
failure-date = { $why }
failure-no-new-key = 没有可输入新口令的终端
failure-no-new-key-hint = 请用 --key-file 或 --passphrase-file 指定文件
failure-no-passphrase = 未输入口令
failure-empty-passphrase = 空口令起不到保护作用
failure-passphrases-differ = 两次输入的口令不一致；未做任何更改
failure-no-new-pin = 没有可输入新 PIN 码的终端
failure-no-new-pin-hint = PIN 码须在终端中隐藏输入，请在终端上运行
failure-empty-pin = 未输入 PIN 码，未作改动
failure-pins-differ = 两次输入的 PIN 码不一致，未作改动
failure-no-change = 没有任何改动
failure-no-party = 请说明与谁联系
failure-no-party-hint = 写出客户，或使用 --number、--withheld
failure-number = “{ $given }”中没有数字
failure-same-customer = 两者都是客户 { $id }
failure-empty-tag = “{ $given }”不是标签
failure-empty-tag-hint = 请写 +vip 或 -cold
failure-unavailable = 无法打开数据目录 { $data }：{ $why }
failure-unavailable-hint = 可用 callsheet doctor 检查，或用 callsheet restore 换上备份；也可用 --data DIR 指定其他目录
failure-file = { $file }：{ $why }
failure-audit-broken = 审计日志在第 { $at } 条处断裂：{ $why }
failure-audit-broken-hint = 请保留数据目录的副本，并查明谁能写入该目录
failure-not-a-file = { $file } 不是文件
failure-not-a-file-hint = 请指定文件，而不是文件夹或设备
failure-empty-file = { $file } 是空文件
failure-empty-file-hint = CSV 文件的第一行应为列名
failure-not-text = { $file } 不是文本文件
failure-not-text-hint = 请先另存为 CSV
failure-header = 无法读取 { $file } 的列名：{ $why }
failure-columns = { $file }：{ $why }
failure-import-stopped = 已停止；此前导入的内容予以保留
failure-import-stopped-hint = callsheet undo 可撤销；同一命令加 --resume 可从中断处继续
failure-nothing-stopped = 没有中断过的 { $file } 导入
failure-nothing-stopped-hint = 请去掉 --resume 重新导入；已有的内容不会重复导入
failure-file-changed = { $file } 的大小与导入中断时不同
failure-file-changed-hint = 请去掉 --resume 重新导入；已有的内容不会重复导入
failure-bad-name = “{ $given }”不能用作映射的名称
failure-bad-name-hint = 名称中不能有斜杠
failure-export-stopped = 已停止；没有写出文件
failure-export-format = { $given } 不是可用的文件格式
failure-export-format-hint = 用 --format 指定其中之一：{ $known }
failure-json-lines-columns = JSON Lines 文件中的记录自带类型
failure-json-lines-columns-hint = 请去掉针对行和列的选项，只能用 --only、--resume、--dry-run 和 --strict
failure-json-lines-too-new = { $file } 由更新版本的 Callsheet 写出（格式版本 { $found }）
failure-json-lines-too-new-hint = 请先升级本机的 Callsheet
failure-rows-refused = { $count } 行被拒绝
failure-demo-not-empty = 已有客户
failure-demo-not-empty-hint = 请用 --data DIR 指定其他数据目录，或加 --yes 将虚构客户混入其中
failure-demo-stopped = 已停止；此前生成的客户予以保留
failure-demo-stopped-hint = callsheet undo 可撤销
failure-damage = 发现 { $count } 处损坏
failure-damage-hint = callsheet doctor --repair 可修复能修复的部分；callsheet restore FILE 可恢复备份

## 日报

report-count = 数量
report-channel = 渠道
report-received = 收到
report-sent = 发出
report-response = 回复用时
report-due = 到期
report-kept = 按时
report-late = 迟到
report-open = 未完成
report-agent = 坐席
report-all = 合计
report-offered = 来电
report-answered = 接听
report-missed = 未接
report-dialled = 去电
report-reached = 接通
report-talk = 通话
report-hold = 保持
report-wrap = 话后
report-aht = 平均处理
report-callbacks = 按时回拨
