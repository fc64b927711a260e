# Refusals and errors: what happened and what the reader can do.

## Refusals of the door, and behind -hint what the reader can do

refusal-not-allowed = 您的角色不能{ $action }
refusal-not-allowed-hint = 请联系主管或管理员
refusal-stranger = { $user } 还不是这里的用户。请联系 { $ask } 执行：callsheet user add { $user } --os-user { $user }
refusal-inactive = 用户 { $user } 已停用。如有疑问请联系 { $ask }
refusal-sign-on = 这是共用坐席，请先签入
refusal-sign-on-hint = 打开界面，用登录名和 PIN 码签入
refusal-screen-locked = { $user } 已锁定此屏幕
refusal-wrong-pin = 登录名或 PIN 码不正确
refusal-too-soon = PIN 码错误次数过多，请在 { $seconds } 秒后重试
refusal-do-not-contact = { $address } 在免打扰名单中：{ $why }
refusal-do-not-contact-hint = 主管可以解除
refusal-outside-hours = 对方当地时间为 { $there }，可拨打时段为 { $hours }
refusal-outside-hours-hint = 如时区有误请修改客户时区；也可在界面中拨打并填写原因
refusal-conflict = { $field }已被他人修改：您看到的是 { $seen }，想改为 { $mine }，现为 { $theirs }
refusal-conflict-hint = 未作任何改动；若要改成您的内容，请不带 --saw 再执行一次同样的命令（会重新读取该记录）；若保留对方的内容，则无需操作
undo-clash = { $record }：{ $field }应恢复为 { $mine }，但现为 { $theirs }，已不是 { $seen }
undo-clash-whole = { $record } 应删除，但建立后又有改动，现为：{ $theirs }
undo-clash-barred = { $record }：{ $why }
value-none = （空）
refusal-invalid = { $field }：{ $why }
refusal-not-found = 没有{ $noun }“{ $given }”
refusal-not-found-hint = 可用 callsheet find 查找
refusal-no-user-hint = callsheet user list 可列出所有用户
refusal-no-team-hint = callsheet user list 可列出团队，callsheet user team 可新建
refusal-ambiguous = “{ $given }”可能是 { $count } 个中的任一个
refusal-ambiguous-hint = 请用编号指明
refusal-read-only = 数据库当前只读：{ $why }
refusal-read-only-hint = 请腾出磁盘空间或排除磁盘故障，之后会自动恢复保存
refusal-locked = 数据库已锁定：需要{ $by }才能打开
refusal-locked-hint = 请在终端输入，或用 CALLSHEET_PASSPHRASE_FILE、CALLSHEET_KEY_FILE 指定文件
refusal-wrong-key = { $by }不对，无法打开此数据库
refusal-backup-locked = 该备份用另一把密钥加密：需用备份时的{ $by }打开
refusal-backup-locked-hint = 请用 --key-file 或 --passphrase-file 指定，或在终端输入口令
refusal-backup-wrong-key = { $by }不对，无法打开此备份；数据未作改动
refusal-recovering = 数据库尚未就绪。{ $doing }
refusal-recovering-hint = 请等待完成后再试
refusal-interrupted = 操作已中断：数据库在此期间重新打开或被替换
refusal-interrupted-hint = 请用同一文件重新开始：已有的内容不会重复导入
refusal-cancelled = 已停止
refusal-in-use = { $by ->
    [unknown] 另一个程序
   *[other] 进程 { $by }
} 正在使用 { $path } 的数据库
refusal-in-use-hint = 请结束该程序，或用 --data 选择其他数据库
refusal-from-the-future = 数据库由更新版本的 Callsheet 写入：格式 { $found }，本程序最高支持 { $known }
refusal-from-the-future-hint = 请使用更新版本的 Callsheet；未作任何改动
refusal-unavailable = 数据库无法应答：{ $why }
refusal-changed-since = 之后又有改动：{ $what }{ $more ->
    [0] { "" }
   *[other] ；另有 { $more } 处
}
refusal-changed-since-hint = 未撤销任何内容；加 --theirs 则之后的改动保持现状，加 --mine 则一并撤销
refusal-changed-since-barred-hint = 未撤销任何内容；加 --theirs 则受阻的记录保持现状、其余照常撤销；或先撤销之后对它所做的操作
why-undo-gone = 该记录已不存在
why-undo-hangs-on = 无法删除，{ $record } 仍属于它
why-undo-tried = 无法删除，名单中的客户已拨打过
refusal-nothing-to-undo = 没有可撤销的操作
refusal-already-done = 此操作已在版本 { $revision } 完成
failure-screen = 界面已关闭：{ $why }

## Reasons why something does not fit, and how the word to blame is named

why = “{ $word }”：{ $why }

why-host-path = { $path } 不能用作套接字：路径须以 / 开头，文件名最长 { $most } 字节
why-host-no-dir = 主机套接字所在目录 { $dir } 不存在
why-host-dir-owner = 目录 { $dir } 属于 { $owner }，不能用来放置主机套接字
why-host-dir-open = 其他人可以写入目录 { $dir }，不能用来放置主机套接字：请执行 chmod go-w { $dir }
why-host-in-the-way = { $path } 被占用：此处应为主机套接字，却是别的文件
why-host-impostor = 在 { $path } 监听的程序以 { $owner } 的身份运行，不受信任：请查看 service_user 设置
why-host-down = 服务没有在 { $path } 监听；请联系管理员
why-host-silent = { $path } 处的主机没有应答；若已卡死，请结束该进程
why-host-full = 您打开的会话数已达上限；请先关闭一些
why-host-not-yours = 只有运行主机的人才能停止它
why-host-stopped = 主机已停止；可以继续工作时请重新启动 Callsheet
why-host-retired = 新版 Callsheet 已接管；请退出后重新启动
why-host-newer = 主机运行的是 Callsheet { $host }，当前程序是 { $this }：请退出并启动较新的程序
why-host-older = 服务运行的是 Callsheet { $host }，当前程序是 { $this }：请要求重启服务
why-needed = 必填
why-misfit = 该值不适合：{ $error }
why-not-a-choice = “{ $given }”不在可选项中：{ $allowed }
why-not-an-id = “{ $given }”不是 { $example } 这样的编号
why-no-such-field = 没有这个字段
why-not-found = 没有“{ $given }”
why-ambiguous = “{ $given }”可能是 { $count } 个中的任一个
why-changed-meanwhile = 已被他人修改，现为 { $theirs }
why-no-pin = 尚未设置用于解锁的 PIN 码；请先执行：callsheet user pin { $login }
why-not-a-seat = { $user } 不是共用坐席；管理员可执行：callsheet user seat { $user }
why-pin-length = PIN 码应为 { $least } 至 { $most } 个字符
why-pin-unhashed = 无法保存 PIN 码
why-masked = 内容已遮盖；请先显示原文，或保持不变
why-text-too-long = 超过 { $most } 个字符
why-record-too-large = 该记录过大，无法保存
why-taken = “{ $given }”已被 { $by } 使用
why-name-taken = 已有名为“{ $given }”的一项
why-phone-letters = “{ $given }”中有字母；号码请只写数字，标签写在前面，例如 mobile: 13800138000
why-no-digits = “{ $given }”中没有数字；例如 mobile: 13800138000; 021 62345678
why-not-an-email = “{ $given }”不是邮箱地址
why-not-an-address = “{ $given }”既不是电话号码也不是邮箱地址
why-not-a-number = “{ $given }”不是数字
why-negative = “{ $given }”为负；应为零或以上
why-not-an-amount = “{ $given }”不是金额；可写 12000、1.2万 或 12000 CNY
why-not-a-currency = “{ $given }”不是 CNY 这样的币种代码
why-not-a-duration = “{ $given }”不是 252 或 4:12 这样的时长
why-not-a-percentage = “{ $given }”不是 0 到 100 的百分比
why-more-than-all = { $given } 超过全部；15 % 写作 0.15
why-neither-yes-nor-no = “{ $given }”既不是“是”也不是“否”
why-not-a-birthday = “{ $given }”不是生日；可写 1980-12-24、12-24 或 农历8-15
why-not-a-pair = “{ $given }”不是 { $form } 的形式
why-not-a-region = “{ $given }”不是 CN 这样的国家代码
why-not-a-time = “{ $given }”不是 06:00 这样的时刻
why-not-a-zone = “{ $given }”不是 Asia/Shanghai 这样的时区

## Reasons: Dates

why-date-missing = 缺少时间，例如 明天下午三点 或 +3d
why-date-unreadable = 无法识别的时间；例如 明天下午三点、3天后、下周五、12月24日
why-no-such-date = 没有这一天
why-no-such-time = 没有这个时刻
why-too-far = 时间太远
why-no-rhythm = 无法识别的周期；例如 每周、每两个月
why-moment-past = 该时刻已过，请选择更晚的时间

## Reasons: The wrap-up line

why-wrap-up-empty = 尚未填写：请输入结果码和备注，例如 1 要报价单
why-no-such-code = 没有这个结果码
why-nothing-follows = 后面写时间和下一步，例如 明天下午三点 发报价；或商机及其阶段
why-second-next-step = 一行只能写一个下一步，这是第二个
why-not-a-deal = 不是 D88 这样的商机
why-stage-missing = 缺少目标阶段，例如 D88 方案报价
why-second-deal = 一行只能移动一个商机，这是第二个

## Reasons: Queries

why-no-such-filter = 没有这个筛选项；加引号可按文字查找
why-no-such-filter-but = 没有这个筛选项；是否指 { $nearest }？
why-filter-empty = 缺少值，例如 { $example }
why-filter-value = 不是 { $field } 的值；可写 { $example }
why-filter-none-of = 没有这个名称；现有 { $known }
why-view-in-view = 视图的查询里不能再用视图；请直接写出它的条件
why-filter-not-compared = { $field } 不能比较大小；可写 { $example }

## Reasons: Customers

why-nothing-to-set = 请说明要改什么：字段、负责人或标签
why-nobody-ready = { $team } 没有示闲的人；可移交给团队本身
why-too-much-at-once = 一次 { $count } 项过多，最多 { $most } 项；请缩小查询范围
why-not-handed-over = { $given } 不是客户、跟进计划、商机、工单或通话
why-no-open-call = { $given } 不是待做小结的通话
why-takes-no-calls = { $given } 不接听电话
why-call-announced = 这通电话由电话系统通知：请用话后小结结束
why-audit-filter = “{ $given }”不是筛选条件；请写 by:登录名、customer:编号、since:时间 或 until:时间
why-leased = { $by } 正在处理 { $id }；最多一刻钟后会释放
why-nothing-marked = 没有标记任何记录
why-merged-with-itself = 客户不能与自身合并
why-merged-already = 已并入 { $into }
why-not-merged = { $other } 并未并入 { $into }
why-is-a-person = “{ $given }”是个人
why-merge-shows = { $other } 的号码只有负责的同事可见；请由该同事或有权查看双方的人来合并

## Reasons: Calls, follow-ups, tickets and call lists

why-no-number-to-dial = 没有可拨的号码
why-ended-already = { $id } 已{ $state ->
    [done] 完成
    [cancelled] 取消
   *[closed] 关闭
}
why-not-a-disposition = “{ $given }”不是通话结果
why-list-too-large = 有 { $count } 位客户符合，名单最多 { $most } 位；请缩小查询范围

## Reasons: Deals

why-deal-closed = 商机已{ $state ->
    [won] 赢单
   *[lost] 输单
}；请先重新打开
why-no-such-stage = “{ $given }”不是 { $pipeline } 的阶段：{ $stages }
why-moved-not-edited = 请改用移动、赢单或输单
why-stage-twice = 阶段“{ $given }”重复
why-pipeline-twice = 已有名为“{ $given }”的销售管道
why-pipeline-without-stages = 没有阶段
why-disposition-line = 第 { $line } 行不符合“代码 标识 [reached] [do-not-contact] [：名称]”：{ $given }
why-not-a-code = “{ $given }”不是一到三位数字的代码
why-not-a-slug = “{ $given }”应为一个词，或用斜杠隔开的两个词
why-disposition-twice = { $given } 与 { $other } 的代码或标识相同
why-no-first-level = { $given } 的上一级 { $first } 不存在
why-no-dispositions = 其中没有任何通话结果
why-pipeline-line = 第 { $line } 行既不是“[标识] 名称”，也不是阶段“标识 百分比 [预警天数/停滞天数] [：名称]”：{ $given }
why-no-pipelines = 其中没有任何销售管道
why-answer-differs = 与记录不符
why-nothing-to-ask = 没有登记可供核对的信息，请写明如何确认来电人身份
why-verify-first = 须先请对方回答：{ $questions }
why-asked-of-callers = 用于核对身份，须先核对（r；show --answer）：{ $questions }
failure-dial = { $why }
failure-dial-hint = 请查看 `callsheet config dial show`
failure-no-dial-command = 尚未设置拨号命令
failure-no-dial-command-hint = 请先设置：callsheet config dial set 'dialer {"{"}number{"}"}'
failure-no-config-file = 没有可存放配置的主目录
failure-no-config-file-hint = 请用 --config FILE 指定文件
why-stage-in-use = { $pipeline } 的阶段 { $stage } 里还有商机（如 { $deal }），请先移走

## Reasons: Users

why-admin-needed = 至少要有一名管理员

## Reasons: Files

why-nothing-to-update = 没有可更新的对应记录
why-fits-several = 与 { $count } 位客户相符，无法确定
why-card-unended = 没有结尾：文件在此中断，或下一条在其中开始
why-not-a-property = “{ $given }”不是属性
why-is-a-group = 这是群组，不是客户
why-task-ended = 已完成或已取消
why-mail-too-long = 邮件过长：超过 32 MB，或有一行超过 1 MB
why-not-a-mail = 不是邮件
why-mail-garbled = 部分文字与邮件声明的编码不符
why-mail-among-us = 收发双方都不是客户：地址均为本方地址，或没有地址
why-workbook-broken = 无法读取工作簿：{ $why }
why-workbook-too-big = { $part } 解压后超过 { $most } MB；请将工作表另存为 CSV
why-no-such-sheet = 工作簿中没有工作表“{ $given }”；现有工作表：{ $found }
why-file-unreadable = 无法读取 { $file }：{ $why }
why-file-unwritable = 无法在 { $file } 旁记录进度：{ $why }
why-not-a-file = { $file } 不是文件
why-file-too-new = { $file } 由更新版本的 Callsheet 写成（格式版本 { $found }）；请先升级
why-file-empty = { $file } 是空文件；CSV 文件的第一行应为列名
why-not-text = { $file } 不是文本文件；请先另存为 CSV
why-cell-error = 单元格的值是错误 { $given }
why-row-lacks = 该行缺少 { $fields }
why-row-width = 该行有 { $count } 格，表头有 { $width } 格；是否缺少引号或分隔符？
why-not-in-encoding = 部分文字不是 { $encoding } 编码
why-control-character = 文字中有控制字符（{ $code }）
why-text-after-quote = 引号有误：右引号后还有文字（引号内的引号须写两次）
why-quote-unclosed = 引号有误：引号没有结束
why-cell-too-long = 单元格过长：超过 1 MB
why-row-too-long = 该行过长：超过 4 MB
why-columns-unknown = 没有可识别的列：{ $found }；可用 --map 指明，或用 --as 说明各行的内容
why-columns-missing = 文件缺少“{ $target }”的列 { $named }；现有各列为 { $found }
why-columns-too-many = 表头有 { $count } 列，不像客户表；分隔符是否正确？
why-mapping-column = 映射中的列“{ $header }”不存在；现有各列为 { $found }
why-mapping-field = 映射中的字段“{ $field }”不存在；“{ $target }”的字段有 { $named }
why-mapping-line = 映射文件第 { $line } 行不是 列名 = 字段 的形式

## Reasons: A value that cannot be read

why-value-unreadable = 校验和或结构不对
why-value-misplaced = 其中的编号是 { $says }
why-value-unknown = Callsheet 不会这样存放

## Reasons: The audit log

why-entry-missing = 缺失或位置不对
why-entry-changed = 已被改动
why-log-cut-short = 日志在记录的末端之前就结束了
why-head-unknown = 另行保存的末端不在此日志中
why-reshaped-not-edited = 请改用合并、取消合并或归档
why-not-leased = 该客户未分配给您，请先取下一位
why-not-a-span = 无法识别为时长，请写成 =4:12 或 =12分
why-not-calling-hours = “{ $given }”不是可拨打时段，请写成 mon-fri 9-20, sat 10-16 或 周一至周五 9-20
why-not-a-retry-rule = “{ $given }”不是重拨规则；写 6 表示最多六次、每次换时段，或写 6x4h
why-script-heading = 第 { $line } 行：“{ $given }”不是标题；请写 [名称]，有结果时写 [名称] = 代码
why-script-twice = 第 { $line } 行：步骤“{ $given }”已存在
why-script-no-step = 第 { $line } 行：没有步骤“{ $given }”
why-script-key-twice = 第 { $line } 行：按键 { $given } 已指向别处
why-script-outcome = 第 { $line } 行：“{ $given }”不是通话结果的代码或名称

## 数据库发生的情况

notice-replayed = Callsheet 上次没有正常退出。已从日志补回 { $count } 处修改，没有丢失内容。
notice-image-renewed = 数据库最近的镜像缺失或损坏。数据没有丢失，正在重新生成镜像。
notice-torn = Callsheet 上次中断时，最后一处修改还在写入，没有保存：请重新输入。
notice-rebuilt = 数据库无法使用（{ $why }），已重新建立，包含截至 { $until } 的全部内容。
notice-until-revision = 第 { $revision } 版
notice-amiss = 发现异常：{ $finding }。请运行 `callsheet doctor` 全面检查。
notice-aside = 原来的数据保存在 { $path }，确认无误后可以删除。
why-store-missing = 数据缺失
why-store-unreadable = 无法读取：{ $said }
why-store-fatal = 无法安全打开：{ $said }
why-store-differs = 内容与写入的不一致
why-row-not-allowed = 您的角色（{ $role }）不能导入用户、团队或设置
why-no-id-to-keep = { $given } 不能作为记录编号
why-id-taken = { $given } 在此处是另一条记录（{ $by }），而文件来自另一个数据库
why-line-too-long = 该行超过 { $most } 字节
why-not-utf-8 = 该行不是 UTF-8 编码
why-not-one-record = 该行不是以类型名开头的一条记录
why-field-unknown = 没有字段 { $field }
why-hook-limit = 钩子的时限须为 1 到 { $most } 秒
why-store-outdated = 比日志更旧

## Reasons: A store that takes no changes

why-disk-full = 磁盘已满（{ $said }）
why-little-room = 磁盘只剩 { $free } MB，至少须保留 { $needed } MB
why-disk-read-only = 磁盘为只读（{ $said }）
why-disk-fails = 磁盘无法写入（{ $said }）

## Reasons: A store or a host that cannot answer

why-session-ended = 与它的会话已结束
why-connection-lost = 与它的连接已断开
why-answer-of-another-kind = 答非所问；是否有两个版本的 Callsheet 在运行？
why-answer-too-long = 结果过长，请缩小范围
why-answer-panicked = 应答时程序内部出错，请报告此问题
why-asked-elsewhere = 此请求不应在这里提出，请报告此问题
why-of-another-noun = { $record } 属于另一种记录，请报告此问题
why-undo-garbled = 无法识别可撤销的内容（{ $said }）
why-no-thread = 系统无法再提供线程（{ $said }）
why-no-randomness = 系统无法提供随机数（{ $said }）
why-cursor-in-use = 有人正在移动同一游标，请重试
why-audit-entry-damaged = 审计日志第 { $number } 条已损坏；请用 callsheet doctor 全面检查
why-founded-elsewhere = 另有程序正在建立这个数据库，请重试
why-hash-key-missing = 索引密钥缺失，请用备份恢复
why-hash-key-damaged = 索引密钥已损坏，请用备份恢复
why-call-being-made = 同一修改正在进行
why-too-many-others = 太多人同时修改相同的记录，请重试
why-call-does-not-end = 有一项操作迟迟没有结束；请退出 Callsheet 后重新启动
why-work-panicked = 处理时程序内部出错，请报告此问题
why-record-damaged = 其中一条记录（{ $what }）已损坏（{ $said }）；请用 callsheet doctor 全面检查
why-store-closed = 数据库已关闭
why-store-failed = 数据库内部出错（{ $said }）；已确认的内容没有丢失，请重新启动
why-store-damaged = 数据库已损坏（{ $said }）；已确认的内容没有丢失，重新启动后会自动重建
why-file-fails = { $doing ->
    [creating] 创建
    [cutting] 截短
    [locking] 锁定
    [looking-at] 查看
    [measuring] 查看大小
    [naming] 重命名
    [opening] 打开
    [protecting] 设置权限
    [reading] 读取
    [reading-the-key-file] 读取密钥文件
    [removing] 删除
    [starting-a-thread-for] 启动线程
    [syncing] 写入磁盘
    [writing] 写入
   *[other] { $doing }
} { $path } 失败：{ $said }
why-not-a-store = { $path } 不是完整的数据库（{ $said }）；没有作任何改动
why-journal-damaged = 日志 { $path } 在第 { $offset } 字节处损坏（{ $said }）；没有作任何改动，请用备份恢复
why-image-damaged = 镜像 { $path } 已损坏（{ $said }）；没有作任何改动，请改用其他备份
why-image-missing = { $path } 中缺少日志所依据的镜像（日志从第 { $first } 版开始）；没有作任何改动，请用备份恢复
why-not-an-image = { $path } 不是 Callsheet 的备份文件，请指定其他文件
why-view-too-old = 期间改动太多，请重新查询
why-feed-too-old = 只保留第 { $first } 版以后的变更，请重新读取全部内容
why-key-damaged = 随数据库保存的密钥已损坏（{ $said }）；没有作任何改动，请用镜像或备份恢复
why-file-damaged = { $path } 已损坏（{ $said }）；请删除，程序会重新生成
why-bad-key-file = { $path } 不能用作密钥文件：须含 32 字节至 64 KB 无法猜到的内容
why-host-mute = 无法与启动的主机通信
why-host-ended-at-once = 启动的主机随即退出
why-host-ended-meanwhile = 主机在此期间退出；再次执行前请先确认是否已经完成
why-host-failed = { $doing ->
    [asking-who-the-host-is] 确认主机身份
    [beginning-a-session] 开始会话
    [connecting-to-the-host] 连接主机
    [greeting-the-host] 与主机握手
    [hearing-whoever-started-the-host] 接收启动者的信息
    [listening] 监听
    [listening-for-signals] 监听信号
    [locking-the-place-of-the-host] 锁定主机位置
    [sending-it-to-the-host] 发送到主机
    [starting-the-host] 启动主机
    [telling-the-host-its-key] 向主机传递密钥
    [telling-whoever-started-the-host] 通知启动者
    [waiting-for-another-start-of-the-host] 等待另一次主机启动
   *[other] { $doing }
}失败：{ $said }

## Reasons: What is wrong with the files of a store

why-library-said = 底层库报告：{ $said }
why-slip-of-ours = Callsheet 自身的疏漏，请反馈：{ $said }
why-probe-silent = 预先检查的程序在 { $seconds } 秒内没有回应
why-probe-ended = 预先检查的程序中途退出（{ $said }）
why-still-not-right = 重建之后仍不正确：{ $said }
why-not-as-written = 内容与刚写入的不一致
why-applied-unreadable = 无法读取最后写入的位置
why-value-without-revision = { $key } 处的值没有版本号
why-value-tampered = { $key } 处的值被改动过，或属于别的键
why-chain-head-unreadable = 无法读取记录链的末端
why-entries-differ = 现有 { $found } 条，与应有的 { $wanted } 条不符
why-generation-missing = 正在使用的第 { $number } 代不见了
why-current-missing = 指明正在使用哪一代的 `current` 文件不见了
why-current-unreadable = 指明正在使用哪一代的 `current` 文件无法读取
why-current-foreign = `current` 文件不是 Callsheet 写的
why-journal-missing = 日志不见了
why-journal-empty = 日志是空的
why-journal-ends-early = 日志止于版本 { $last }，而数据库已到版本 { $held }
why-revision-missing = 缺少版本 { $revision }
why-segment-missing = 该文件不见了
why-segment-ends-early = 在版本 { $last } 之前就结束了，而下一段从 { $after } 开始
why-frame-expected = { $said }；此处应为版本 { $revision }
why-frame-missing = 缺少一次改动
why-frame-none = 应有改动之处没有改动
why-frame-cut = 在一次改动的中途断开
why-frame-header = 一次改动的开头有误
why-frame-checksum = 一次改动的校验和不符
why-frame-unreadable = 一次改动无法读取
why-frame-sealed = 一次改动已加密，而没有密钥
why-frame-unsealed = 一次改动没有加密
why-frame-tampered = 一次改动被篡改过，或属于别的数据库
why-image-cut = 结尾缺失
why-image-footer = 结尾自相矛盾
why-image-header = 开头缺失
why-image-hash = 校验和不符
why-image-contents = 内容与其说明不符
why-manifest-unreadable = 无法读取其自身的说明
why-chunk-cut = 在一个分块的中途断开
why-chunk-none = 应有分块之处没有分块
why-chunk-too-long = 一个分块过长
why-chunk-checksum = 一个分块的校验和不符
why-chunk-unreadable = 一个分块无法读取
why-chunk-misplaced = 一个分块的位置不对
why-sealed-tampered = 加密的内容被篡改过，或不属于此处
why-file-cut = 文件不完整
why-file-checksum = 校验和不符
why-key-unusable = 无法使用：{ $said }
why-key-too-dear = 它要求 { $memory } KiB 内存、{ $passes } 遍和 { $lanes } 路

# 命令行书写错误

why-option-unknown = 此处没有选项“{ $given }”
why-option-unknown-like = 没有选项“{ $given }”，也许是“{ $like }”
why-word-superfluous = 多了一个词“{ $given }”
why-command-unknown = 没有命令“{ $given }”
why-command-unknown-like = 没有命令“{ $given }”，也许是“{ $like }”
why-command-missing = “{ $command }”之后还需要一个命令：{ $allowed }
why-argument-missing = 缺少：{ $what }
why-value-missing = { $option } 后面需要一个值
why-value-unfit = { $option }：{ $said }
why-value-superfluous = { $option } 不接受值“{ $given }”
why-values-count = { $option } 需要 { $wanted } 个值
why-options-exclude = { $option } 不能与 { $other } 同时使用
why-option-twice = { $option } 只能出现一次
why-said-by-reader = { $error }
why-not-between = “{ $given }”不在 { $least } 到 { $most } 之间
why-not-a-delimiter = “{ $given }”不是单个 ASCII 字符、tab 或 space
why-not-an-encoding = “{ $given }”不是 utf-8、utf-16le、gb18030、latin1 这样的编码
