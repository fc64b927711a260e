# What the screen says around the data: headings, hints, notices.

pane-customers = 客户
pane-timeline = 时间线
pane-pipeline = 销售管道
pane-follow-ups = 跟进计划

mode-command = 命令
mode-text = 输入

## Widgets

typed-into = 检测到误输入，请先按 Tab 再按回车
enter-again = 按得太快，不算回答：请再按一次回车
pick-empty = 没有匹配项
note-full = 备注已满
note-card = ! 这像是银行卡号，请勿写入备注
note-identity = ! 这像是身份证号，请勿写入备注
no-long-text = 这里没有在写长文本
nobody-visited = 那边没有访问过的客户
too-small = Callsheet 需要 80×24 的终端，当前为 { $width }×{ $height }。请放大窗口，或按 q 退出

## Help

help-title = 按键

key-conflicts = 按键冲突
lang-not-kept = 未能记住所选语言，下次启动仍用原来的语言：{ $why }
key-conflict = 您的键位文件把以下按键给了“{ $kept }”：{ $lost }

## Panes

search-hint = 姓名、号码、标签:vip、城市:…
customers-counting = { $count }，统计中
customers-nobody = 还没有客户。按 n 新建
customers-none = 没有符合的客户
customers-empty = 没有符合的客户。Esc 清除搜索，n 新建
new-row = + 新建：“{ $text }”
merge-how = 先用空格标记一个客户，再在另一个上按 m
views-title = 已存视图
views-none = 还没有保存的视图；在客户窗格按 V 可保存当前搜索
counting = 统计中…
no-such-view = 没有视图 { $digit }
no-phone = 没有已知号码
copied = 已复制：{ $text }
no-customer = 请先选择客户


timeline-nobody = 未选择客户。按 / 搜索，回车打开
timeline-empty = 暂无往来。i 记录 · f 跟进计划 · n 工单
archived = 已归档
owned-by = 由{ $name }负责
gate-sign-on = 签入
gate-sign-on-hint = Tab 下一项 · 回车签入 · Esc 退出
gate-locked = 已锁屏
gate-locked-hint = 回车解锁
gate-wrong-pin = PIN 码不正确
gate-barred = 无法进入
gate-barred-hint = 回车重试 · q 退出
gate-pin = PIN 码
nothing-masked = 此处没有被遮盖的内容
no-next-step = 没有下一步
nothing-to-give-back = 此项无人领取，无需交还
open-deals = 商机 { $first }{ $more ->
    [0] {""}
   *[other] {" "}+{ $more }
} { $sum }
last-contact = 上次联系 { $ago }
time-there = 当地 { $time }
briefing-promised = 已承诺：{ $text }，期限 { $due }
briefing-calls = 近 7 天通话：来电 { $in }，去电 { $out }
briefing-birthday = 生日 { $month }{ $day }日
briefing-birthday-lunar = 农历生日 { $month }{ $day }日
briefing-why = 信息来源

board-empty = 没有进行中的商机。在客户上按 d 新建
board-none-found = 没有符合的商机。按 shift-f 修改筛选
board-sign-no-next-step = ! 此商机没有下一步：按 f 制定跟进计划
board-sign-ageing = * 在本阶段停留已偏久
board-sign-stale = ** 在本阶段停滞过久
filter-sign = 筛选：
one-pipeline = 目前只有这一条销售管道。如需增加，请联系管理员
days-short = { $days } 天
move-question = { $deal } → { $stage }？
raise-question = { $deal } 上移 { $count } 位？
lower-question = { $deal } 下移 { $count } 位？
deal-moved = { $deal } 现处于“{ $stage }”阶段

dashboard-title = 数据概览：近 { $days } 天，{ $whose }
dashboard-everybody = 所有人
dashboard-mine = 我的
dashboard-calls = { $days ->
    [1] 每日通话
   *[other] 通话，每格 { $days } 天
}
dashboard-counts = 来电 { $offered }，接听 { $answered }，未接 { $missed } · 去电 { $dialled }，接通 { $reached }
dashboard-outcomes = 通话结果
dashboard-channels = 渠道：收到/发出，回复用时
dashboard-pipeline = 销售管道
dashboard-kept = 按时完成/应完成
dashboard-none = 暂无
language-now = 已切换为中文
language-needs-unicode = 此终端只能显示 ASCII，无法显示中文。请使用 UTF-8 区域设置启动，例如 LANG=zh_CN.UTF-8
queue-empty = 没有待办。在客户上按 f 制定跟进计划
due-soon = 5 分钟后 { $time }：{ $name }：{ $text }
due-now = 现在到时 { $time }：{ $name }：{ $text }
due-late = 已过时间 { $time }：{ $name }：{ $text }
due-several = 有 { $count } 项跟进计划到时。按 g f 查看
nothing-overdue = 没有逾期事项
follow-ups-marked = { $count } 项跟进计划
score-title = 排序依据
score-overdue = 逾期小时数，最多计 240
score-promise = 已向客户承诺
score-snoozed = 曾经推迟，每次计 6
score-sum = 合计
score-by-clock = 本栏按时间先后排列；逾期后才按合计排列。
score-by-sum = 合计越高，越靠前。
lane-callbacks = 预约回拨
lane-overdue = 已逾期
lane-today = 今天
lane-later = 以后
lane-no-next-step = 没有下一步

## Forms

form-new-customer = 新建客户
form-edit = 编辑 { $name }
form-follow-up = 跟进计划：{ $name }
form-deal = 新建商机：{ $name }
form-ticket = 新建工单：{ $name }
form-close-ticket = 关闭 { $name }
form-done = 完成：{ $name }
form-snooze = 推迟：{ $name }
form-win = 赢单：{ $name }
form-lose = 输单：{ $name }
form-tags = 标签
form-view = 将此查询存为视图
form-saved = 已保存 · { $what }
form-offers = Tab 补全：{ $offers }
form-verify = { $name }：核对来电人身份
verify-hint = 按对方所说填写。系统只作比对，不会显示答案
verify-otherwise = 其他核实方式
verify-otherwise-hint = 仅当以上信息均未登记时填写：如何确认对方身份。内容会保存并计入审计
verify-first = 先核对身份（r）：{ $questions }
verified = 身份已核实，详情已显示
verify-birthday = 出生日期
verify-postal-code = 邮政编码
verify-street = 街道门牌
verify-email = 电子邮箱
verify-external-id = 合同或账单编号
contacts-weekly = {" "} 近 { $weeks } 周联系
dial-not-started = 未拨号：无法启动“{ $of }”：{ $why }。可用 `callsheet config dial set` 改用其他命令
dial-ended = 可能未拨出：“{ $of }”失败：{ $why }
dial-not-kept = 无法写入 { $of }：{ $why }
dial-by-hand = 未设置拨号命令，由人工拨号
dial-worked = 拨号命令执行成功
editor-not-started = 无法启动编辑器“{ $of }”：{ $why }。请将 EDITOR 设为其他编辑器
editor-ended = 编辑器“{ $of }”异常退出：{ $why }。文本保持原样
editor-no-file = 无法读写 { $of }：{ $why }
form-end = 按 Ctrl-s 保存
form-unsaved = 尚未保存：Ctrl-s 保存，Ctrl-d 放弃
typed-not-sent = 已输入但尚未使用：Enter 继续，Ctrl-d 放弃
conflict-title = 期间已被他人修改
conflict-mine = 您的 (m)
conflict-theirs = 对方的 (t)
undo-conflict-title = 之后又有改动：{ $count } 处
undo-conflict-mine = 将变为 (m)
undo-conflict-theirs = 现在是 (t)
undo-conflict-barred = 不可：{ $why }
form-conflict = 已被他人改为：{ $theirs } · Ctrl-o 采用，Ctrl-s 保留您的

tags-now = 输入 vip 添加，-cold 去除。现有：{ $tags }
tags-many = 输入 vip 添加，-cold 去除，共 { $count } 位客户
next-step-hint = 明天下午三点 发报价；留空则无下一步
snooze-hint = 留空为一小时；或 明天9点、+3d、下周五
win-hint = 值得记下的原因（可不填）
lose-hint = 左右键选择
competitors-hint = 还有谁报过价，用逗号分隔
lose-words-hint = 代替上面的原因

when-until = { $date } 之前
when-moved = 今天该时刻已过
when-past = 已过去
when-closed-day = 当天休息
when-outside-hours = 不在营业时间
when-other = 或指 { $date }

lost-reason-price = 价格
lost-reason-competitor = 竞争对手
lost-reason-no-need = 无需求
lost-reason-no-answer = 无人接听
lost-reason-other = 其他

## The cockpit

mode-note = 备注
mode-find = 搜索
hint-wrap-up = 先输结果数字，再写备注；约回电另加 > 明天10点 回电
hint-is-the-caller = 就是来电人
hint-is-on-the-line = 是通话对方
hint-find-caller = 搜索来电人
hint-back-to-note = 返回备注
palette-title = 全部命令
take-over = { $held }：按 Enter 接管
take-over-held = 您在 { $from } 的会话（{ $silent }无响应）正与 { $with } 通话
take-over-given = { $by } 在 { $from }（{ $silent }无响应）留下了与 { $with } 的通话，现由您处理
take-over-form = 您在 { $from } 的会话（{ $silent }无响应）留有未保存的表单：{ $with }
take-over-title = 其他终端上未完成的内容
take-over-later = 其他终端上有未完成的内容：按 : 选择“接管其他终端上的内容”
take-over-nothing = 其他终端上没有未完成的内容
take-over-gone = 已在别处结束，无需接管
ring-taken = { $name } 已抢先接听该来电
taken-over = 已由 { $at } 接管
consult-title = { $by } 求助
consult-over = 通话已结束，或已不再求助
consult-nobody = 没有主管在岗：按 F7 制定跟进计划，按 F6 保持或恢复通话
consult-closed = 本次通话的求助已结束
consult-asked = 已求助：{ $who } · 按 { $key } 结束
transfer-title = 将通话转给
transfer-offered = { $by } 转来与 { $with } 的通话
transfer-take = 接手通话
transfer-decline = 不接手
transfer-waiting = 已请 { $name } 接手，对方接手前仍由您通话 · 按 { $key } 撤回
transfer-declined = { $name } 未接手，通话仍由您负责
transfer-taken = { $name } 已接手通话
transfer-gone = 对方已离开，通话仍由您负责
transfer-nobody = 没有同事在岗：按 F7 制定跟进计划，按 F6 保持或恢复通话
another-terminal = 另一终端
also-open = 同时打开：{ $who }
quit-mid-call = 通话尚未结束：先按 F4 用一行小结收尾，再按 q 退出
quit-in-text = q 紧跟其他按键时视为文字：单独按 q 才退出
call-none-parked = 没有等待中的通话
call-is-open = 通话尚未结束：请先按 F4 填写话后小结
wrap-up-is-open = 请先完成话后小结：按 F4，再按回车
no-call = 当前没有通话。按 F2 接听或拨打
nobody-selected = 尚未选择客户：按 / 搜索
layer-first = 请先完成或用 Esc 离开当前窗口
ctrl-c = Ctrl-C 在此无作用；按 q 退出
input-method = 使用命令时请关闭输入法
paste-cut = 粘贴内容过长，末尾已省略
door-lost = 与数据的连接已断开。输入的内容已保留，正在等待恢复
state-read-only = 暂时无法保存：{ $why }

## The call strip

strip-presence = { $what }（{ $time } 起）
strip-in = 来电
strip-out = 去电
strip-hold = 保持
strip-after = 话后
strip-log = 记录
strip-dnc = 免打扰
due-there = { $ours }（对方 { $theirs }）
strip-there = 对方 { $time }
strip-rings = 振铃
strip-ringing = { $count } 个振铃
strip-parked = 等待：{ $who }
strip-asks = { $by } 求助：{ $with }（{ $key }）
strip-hands-over = { $by } 转来：{ $with }（{ $key }）
strip-callers = { $count } 位客户使用此号码
strip-answer = — 按 F2 接听
strip-callbacks = { $count } 项回拨到时
strip-overdue = { $count } 项逾期

## A call

call-note = 备注
call-wrap-up = 话后小结
caller-title = 来电者是谁？
caller-none = 都不是
caller-similar = （号码相似）
caller-is-it = 通话对方是 { $name } 吗？
caller-is-it-instead = 通话对方是 { $name }，而不是 { $other } 吗？
caller-is-new = 已保存，并记为通话对方
caller-find = 对方是谁？按 F3 搜索，或按 n 新建客户，然后按 F2
call-nobody = 对方未知
dial-title = 呼叫
dial-title-name = 呼叫 { $name }
dial-number = 拨打 { $number }
dial-incoming = 对方来电：接听
dial-incoming-name = { $name } 来电：接听
dial-incoming-other = 其他人来电：接听
dial-incoming-from = { $number } 来电：接听
dial-refused = 请勿致电
dial-nothing = 未拨打。
dial-why = 仍要拨打？
dial-why-reason = 拨打原因
list-which = 选择外呼名单
list-none = 没有还需拨打的外呼名单。
list-due = 现在可拨 { $count }
list-passed-over = 已跳过：{ $names }{ $more ->
    [0] {""}
   *[other] {" "}等另外 { $more } 位
}。
list-script-hint = [步骤] 开始一步，1 是 -> 步骤 为分支，[再见] = 7 为通话结果
form-list = 外呼名单：{ $name }
retry-daypart = 最多拨 { $attempts } 次，每次换时段
retry-hours = 最多拨 { $attempts } 次，间隔 { $hours } 小时
lists-title = 外呼名单
lists-name = 名单
lists-done = 已完成
lists-due = 现在可拨
lists-reached = 已接通
lists-exhausted = 不再拨打
lists-skipped = 已排除
lists-attempts = 拨打次数
lists-customer = 客户
lists-state = 状态
lists-tried = 次数
lists-outcome = 最近结果
lists-by = 坐席
lists-next = 下次
call-script = 话术
mode-script = 话术
no-script = 此通话没有话术。
echo-talked = 通话 { $time }
wrap-up-draft = 回车保存：{ $said }
log-title = 记录互动：通过哪个渠道？
wrap-up-hint = 1 要报价单 > 明天下午三点 带报价回电 > D88 方案报价
wrap-up-no-outcome = 无结果
wrap-up-doubts = { $doubts }。再按回车照此保存
wrap-up-doubts-between = ；
doubt-nobody = 此通话未关联客户：请打开其卡片，按 F2
doubt-number = 只知道号码 { $number }：请打开客户卡片，按 F2
doubt-outcome = 没有通话结果：请先输入数字
doubt-when = 已约定回拨，但未写时间？> 周二 10:00
discard-question = 丢弃这通电话（{ $with }，{ $time }）及已写内容吗？除审计日志外不留任何记录。
discard-done = 已丢弃，未保存任何内容
discard-not-by-hand = 只能丢弃在此手动开始的通话，此通话请按 F4 结束
wrap-up-not-saved = 未保存，内容仍在
echo-hers = 对方时间 { $theirs }（我方 { $ours }）
echo-his = 对方时间 { $theirs }（我方 { $ours }）
echo-theirs = 对方时间 { $theirs }（我方 { $ours }）
wrong-stage = 没有这个阶段

## First start

first-start-title = 这里还没有数据。您想怎样开始？
first-start-sample = 用示例数据试用
first-start-import = 导入文件
first-start-empty = 从空白开始

## Undo

undo-question = 撤销“{ $did }”？
undo-done = 已撤销“{ $did }”
undo-nothing = 没有可撤销的操作
redo-question = 重做“{ $did }”？
redo-done = 已重做“{ $did }”
redo-nothing = 没有可重做的操作

# Bringing a file in
import-title = 导入文件
import-which-file = 文件路径；回车打开，Esc 离开
import-only-none = 新增与更新
import-only-create = 仅新增
import-only-update = 仅更新
import-by-none = 按编号匹配，否则按号码或邮箱加姓名
import-by-id = 仅按编号匹配
import-by-phone = 仅按电话匹配
import-by-email = 仅按邮箱匹配
import-by-name = 仅按名称匹配
import-ids-of = 编号来自“{ $system }”；按 n 改为其他系统
import-whose-ids = 这些编号来自哪个系统？
import-system = 系统
import-whose-ids-hint = 来自同一系统的文件，相同编号即同一客户
import-was-stopped = 上次在第 { $line } 行之后停止；按 r 继续
import-field-first = 请先选定该列的字段
import-word-means = “{ $word }”是什么意思？
import-word-hint = 将代替原词写入
import-word-nothing = 无：忽略该词
import-stopped = 已在 { $rows } 行后停止；重新打开文件按 r 继续，或按 u 撤销
import-leave-out = 忽略此列
import-first-rows = 前 { $all } 行中可导入 { $taken } 行
import-line = 第 { $line } 行：{ $why }
import-question = 导入 { $file }？一次撤销即可全部收回。
import-go-on-question = 从第 { $line } 行之后继续导入 { $file }？
import-save-question = 把这些列的读法存为“{ $name }”？原来以此名保存的读法会被替换。
import-saved = 已存为 { $name }：列名相同的文件将照此读取
import-so-far = { $rows } 行，拒绝 { $refused } 行 · 每秒 { $rate } 行 · 还需 { $left }
import-would = 共 { $rows } 行：将新增 { $created }、更新 { $updated }、无变化 { $unchanged }、拒绝 { $refused }
import-done = 共 { $rows } 行：新增 { $created }、更新 { $updated }、无变化 { $unchanged }、拒绝 { $refused }
import-other-sheets = 工作簿中未读取的工作表：{ $names }
import-columns = 已读取 { $read } 列；忽略：{ $names }
import-rejects = 被拒绝的行及其原因（修改后可再次导入）：{ $file }
import-undo = 按 u 撤销全部，或运行 callsheet undo { $id }

# Loading the sample data
loading-title = 正在载入示例数据
loading-done = 示例数据已载入：Northwind 客户与订单，互动、商机和跟进为虚构
loading-stopped = 已停止，已载入的保留；按 u 可撤销

## What was done, as an undo names it

did-follow-ups-take = 接手了 { $what }
did-follow-ups-give-back = 交还了 { $what }
did-assignment-hand-over = 移交了 { $what }（{ $count } 条记录）
did-calls-ring = 记录来电（{ $what }）
did-calls-wrap-up = 话后小结（{ $what }）
did-calls-dial-nevertheless = 仍然拨打（{ $what }）
did-customers-add = 新建 { $what }
did-customers-edit = 修改 { $what }
did-bulk-edit = 修改 { $count } 位客户（{ $what }）
did-customers-archive = 归档 { $what }
did-customers-merge = 合并到 { $what }
did-customers-unmerge = 拆分 { $what }
did-deals-add = 新建商机 { $what }
did-deals-edit = 修改商机 { $what }
did-deals-move = 移动商机 { $what }
did-deals-rank = 调整商机顺序（{ $what }）
did-deals-win = 赢单 { $what }
did-deals-lose = 输单 { $what }
did-dnc-add = 设为免打扰 { $what }
did-dnc-remove = 解除免打扰 { $what }
did-follow-ups-add = 制定跟进计划 { $what }
did-follow-ups-edit = 修改跟进计划 { $what }
did-follow-ups-done = 完成 { $what }
did-follow-ups-snooze = 推迟 { $what }
did-interactions-log = 记录 { $what }
did-interactions-edit = 修改互动 { $what }
did-interactions-move = 移动互动 { $what }
did-jobs-import = 从 { $what } 导入 { $count } 条记录
did-lists-create = 建立外呼名单 { $what }
did-lists-next = 从外呼名单领取 { $what }
did-lists-attempt = 尝试联系 { $what }
did-system-configure = 修改设置
did-tickets-add = 新建工单 { $what }
did-tickets-edit = 修改工单 { $what }
did-tickets-close = 关闭工单 { $what }
did-users-add = 新建用户 { $what }
did-users-edit = 修改用户 { $what }
did-users-set-role = 更改用户 { $what } 的角色
did-users-set-pin = 更改用户 { $what } 的 PIN 码
did-users-set-seat = 更改共用坐席
did-users-add-team = 新建团队 { $what }
did-views-save = 保存视图 { $what }
did-views-remove = 删除视图 { $what }
did-undo = 撤销 { $what }
did-redo = 重做 { $what }

## The store

badge-read-only = 只读
notice-title = 关于您的数据
shut-locked = 数据库已锁定
shut-locked-passphrase = 数据已全部加密。请输入口令打开。
shut-locked-file = 数据已全部加密。请输入密钥文件的路径打开；密钥文件通常存放在 U 盘上。
shut-passphrase = 口令：
shut-file = 密钥文件：
shut-unlock = Enter 打开 · Esc 退出
shut-failed = 数据库无法打开
shut-failed-tries = 没有改动任何内容。如有可能，Callsheet 每隔几秒会自动重试。
shut-recovering = 请稍候
shut-quit = q 退出
task-opening-means = 完成后立即打开。
task-replaying-means = Callsheet 上次没有正常退出。已保存的内容都在，正在归位。
task-checking-means = 机器上次意外停止，正在逐条核对记录与已保存的内容。
task-rebuilding-means = 原数据库不可靠，正在用最近的备份和其后保存的全部内容重新建立；原数据会保留。如果现在退出，下次启动会重新开始。
task-imaging-means = 正在写入全部数据的副本并回读核对。
task-restoring-means = 在备份完整就位之前，现有数据库保持不变。
task-compacting-means = 在副本完整之前，现有数据库保持不变。
task-encrypting-means = 在副本完整之前，现有数据库保持不变。
task-upgrading-means = 此版本的存储格式有所不同。升级前的数据库会留下一份备份；在新数据库完整之前，现有数据库保持不变。

## 批量修改

form-bulk = 批量修改：{ $name }
bulk-title = 批量修改
bulk-marked = 已标记 { $count } 位
bulk-everyone = 全部客户
bulk-set = 字段
bulk-set-hint = city=上海; source=展会（值留空则清除该字段）
bulk-tags-hint = 写 vip 为添加，-cold 为去掉
bulk-no-field = 没有字段“{ $field }”
bulk-looking = 正在查看会改动什么…
bulk-making = 正在修改…
bulk-stopped = 已停止。已改的保留；按 u 可撤销
bulk-done = 已修改 { $count } 位客户；按 u 可撤销

## 审计日志

audit-title = 审计日志
audit-filter-hint = / 筛选：by:lena customer:10432 since:昨天 until:今天
audit-empty = 没有符合的记录。
audit-whole = { $entries } 条记录的链条完整；链尾 { $head }…
audit-export-question = 将符合条件的记录写入 { $path }？
audit-exported = 已将 { $count } 条记录写入 { $path }
audit-not-exported = 无法写入 { $path }：{ $why }
audit-taken-out = 导出：{ $noun } × { $count }
audit-touched = { $record } { $fate }：{ $fields }

## 现场

floor-title = 现场监控
floor-state = 状态
floor-since = 自
floor-queue = 待办
floor-not-closed = 未结：{ $count }
loose-wrap-up = 无话后小结
loose-callback = 回拨到期
loose-off-duty = 负责人不在岗
