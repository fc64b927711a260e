# What the screen says around the data: headings, hints, notices.

pane-customers = 客户
pane-timeline = 时间线
pane-pipeline = 销售管道
pane-follow-ups = 跟进计划

mode-command = 命令
mode-text = 输入

## Widgets

dialog-yes-no = 回车 是 · Esc 否
dialog-close = 回车 关闭
form-keys = Tab 下一项 · Ctrl-s 保存 · Esc 离开
pick-keys = 输入筛选 · 回车 选择 · Esc 返回
pick-empty = 没有匹配项
note-full = 备注已满
too-small = Callsheet 需要 80×24 的终端，当前为 { $width }×{ $height }。请放大窗口，或按 q 退出

## Help

help-title = 按键
where-anywhere = 任何地方，包括输入时
where-command = 命令模式
where-customers = 客户
where-timeline = 时间线
where-board = 销售管道
where-queue = 跟进计划

key-conflict = `{ $keys }` 不能再表示“{ $lost }”：您的键位文件已将其用于“{ $kept }”

## Panes

search-hint = 姓名、号码、tag:vip、city:…
customers-empty = 没有符合的客户。按 n 新建
new-row = + 新建：“{ $text }”
merge-how = 先用空格标记一个客户，再在另一个上按 m
no-such-view = 没有视图 { $digit }
no-phone = 没有已知号码
copied = 已复制：{ $text }
no-customer = 请先选择客户

timeline-nobody = 未选择客户。/ 搜索，回车打开
timeline-empty = 还没有往来。i 记录互动，f 制定跟进计划
archived = 已归档
owned-by = 由{ $name }负责
no-next-step = 没有下一步
no-next-step-mark = !无计划
open-deals = { $count }个商机 { $sum }
last-contact = 上次联系 { $ago }
time-there = 当地 { $time }

board-empty = 没有进行中的商机。在客户上按 d 新建
days-short = { $days }天
deal-moved = { $deal } 现处于{ $stage }

queue-empty = 没有待办。在客户上按 f 制定跟进计划
lane-callbacks = 预约回拨
lane-overdue = 已逾期
lane-today = 今天
lane-later = 以后
lane-no-next-step = 没有下一步

## Forms

form-new-customer = 新建客户
form-edit = 编辑 { $name }
form-log = 记录互动：{ $name }
form-follow-up = 跟进计划：{ $name }
form-deal = 新建商机：{ $name }
form-ticket = 新建工单：{ $name }
form-close-ticket = 关闭 { $name }
form-done = 完成：{ $name }
form-snooze = 推迟：{ $name }
form-win = 赢单：{ $name }
form-lose = 输单：{ $name }
form-tags = 标签
form-merge = 合并客户
form-view = 将此查询存为视图
form-saved = 已保存
form-unsaved = 尚未保存：Ctrl-s 保存，再按 Esc 放弃
form-conflict = 已被他人改为：{ $theirs } · Ctrl-o 采用，Ctrl-s 保留您的

field-name = 名称
field-kind = 类型
field-salutation = 称呼
field-gender = 性别
field-occupation = 职业
field-company = 单位
field-phones = 电话
field-emails = 邮箱
field-street = 街道
field-city = 城市
field-region = 省份
field-postal-code = 邮编
field-country = 国家
field-preferred-hours = 方便时间
field-language = 语言
field-time-zone = 时区
field-birthday = 生日
field-source = 来源
field-owner = 负责人
field-tags = 标签
field-remarks = 备注
field-text = 内容
field-channel = 渠道
field-direction = 方向
field-disposition = 结果
field-due = 到期
field-recurrence = 重复
field-goal = 目标
field-title = 标题
field-value = 金额
field-stage = 阶段
field-probability = 概率
field-expected-close = 预计成交
field-competitors = 竞争对手
field-urgency = 紧急程度
field-outcome = 结果
field-next-step = 下一步
field-until = 推迟到
field-reason = 原因
field-own-words = 其他说明
field-resolution = 处理结果

tags-now = 输入 vip 添加，-cold 去除。现有：{ $tags }
tags-many = 输入 vip 添加，-cold 去除，共{ $count }个客户
merge-keep = 保留
merge-hint = 另一个并入其中，不会丢失任何内容
next-step-hint = 时间和事项：明天下午三点 发报价。留空则无
snooze-hint = 留空为一小时；或 明天9点、+3d、下周五
win-hint = 值得记下的原因（可不填）
lose-hint = 左右键选择
lose-words-hint = 代替上面的原因

bad-empty = 必填
bad-value = { $text } 不适合此处
bad-phones = { $text } 中有不是号码的内容；例如 mobile: 13800138000; 021 62345678
bad-emails = { $text } 中有不是邮箱地址的内容
bad-date = { $text } 不是日期；可写 明天下午三点、+3d、下周五、12月24日
bad-money = { $text } 不是金额；可写 12000、1.2万 或 12000 CNY
bad-percent = { $text } 不是 0 到 100 的百分比
bad-birthday = { $text } 不是生日；可写 1980-12-24、12-24 或 农历8-15
bad-recurrence = { $text } 不是周期；可写 每周、每两个月

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

## Refusals

refused-not-allowed = 您的角色不允许此操作（{ $why }）
refused-do-not-contact = { $what } 已列入免打扰：{ $why }
refused-conflict = { $what } 已被他人修改，现为 { $why }
refused-invalid = { $what }：{ $why }
refused-not-found = 没有{ $why } { $what }
refused-ambiguous = { $what } 可能指 { $why } 个对象
refused-read-only = 数据库只读：{ $why }
refused-cancelled = 已停止
refused-unavailable = 数据库无法响应：{ $why }
