# The words of the trade, one for each thing.

## Nouns

customer = 客户
customers = 客户
contact = 联系人
contacts = 联系人
interaction = 互动
interactions = 互动
timeline = 时间线
disposition = 通话结果
reason = 来电原因
wrap-up = 话后小结
follow-up = 跟进计划
follow-ups = 跟进计划
call-list = 外呼名单
call-lists = 外呼名单
deal = 商机
deals = 商机
stage = 阶段
pipeline = 销售管道
ticket = 工单
tickets = 工单
order = 订单
orders = 订单
product = 产品
order-lines = 订单明细
products = 产品
tag = 标签
tags = 标签
view = 视图
views = 视图
consent = 同意
do-not-contact = 免打扰
list-state-waiting = 待拨
list-state-leased = 坐席处理中
list-state-reached = 已接通
list-state-exhausted = 不再拨打
list-state-skipped = 已排除
skip-complaint = 有未结投诉
skip-do-not-contact = 免打扰
skip-no-number = 无号码
skip-gone = 已归档或不存在
skip-hours = 不在可拨打时段
skip-until = { $again } 前不在可拨打时段
list-passed = 已跳过：{ $name }（{ $why }）
list-nobody-now = 现在没有可拨的客户，下一位在 { $again }。
list-done = 名单已全部拨完。
user = 用户
users = 用户
role = 角色
team = 团队
teams = 团队
list = 外呼名单
member = 名单成员
attempt = 外呼记录
settings = 设置
change = 改动

## Customers

kind-person = 个人
kind-organisation = 企业
country-cn = 中国

gender-female = 女
gender-male = 男
gender-other = 其他
gender-unknown = 未知

phone-mobile = 手机
phone-work = 工作
phone-home = 家庭
phone-fax = 传真
phone-other = 其他

deal-role-decider = 决策人
deal-role-user = 使用人
deal-role-influencer = 影响人
deal-role-buyer = 采购
deal-role-gatekeeper = 把关人
deal-role-other = 其他

## Interactions

channel-phone = 电话
channel-sms = 短信
channel-email = 邮件
channel-wechat = 微信
channel-chat = 聊天
channel-web = 网站/小程序
channel-in-store = 到店
channel-visit = 拜访
channel-meeting = 会议
channel-event = 活动
channel-letter = 信函
channel-note = 备注

direction-in = 收到
direction-out = 发出
call-in = 来电
call-out = 去电
direction-inbound = 来电
direction-outbound = 去电
direction-internal = 内部

disposition-reached = 已接通
disposition-no-answer = 无人接听
disposition-callback = 约定回拨
disposition-busy = 占线
disposition-voicemail = 留言
disposition-wrong-number = 号码错误
disposition-not-interested = 无意向
disposition-resolved = 已解决
disposition-do-not-call = 勿再来电

## Follow-ups

follow-up-callback = 预约回拨
follow-up-promise = 承诺
follow-up-task = 任务
follow-up-care-call = 回访

follow-up-state-open = 待办
follow-up-state-done = 已完成
follow-up-state-cancelled = 已取消

recurrence-once = 一次
recurrence-daily = 每天
recurrence-weekly = 每周
recurrence-monthly = 每月
recurrence-yearly = 每年

## Deals

pipeline-sales = 销售
stage-new = 初步接触
stage-qualified = 需求确认
stage-proposal = 方案报价
stage-negotiation = 商务谈判
stage-won = 赢单
stage-lost = 输单

deal-state-open = 进行中
deal-state-won = 赢单
deal-state-lost = 输单

## Tickets

ticket-request = 需求
ticket-fault = 故障
ticket-complaint = 投诉

urgency-low = 低
urgency-normal = 普通
urgency-high = 高
urgency-critical = 紧急

ticket-state-open = 处理中
ticket-state-waiting = 等待中
ticket-state-closed = 已关闭

## Call lists

attempt-leased = 拨打中
attempt-done = 已完成
attempt-due = 待拨打

## People at work

role-agent = 坐席
role-supervisor = 主管
role-admin = 管理员
role-auditor = 审计员
role-service = 服务账号

action-read = 查看记录
action-write = 新增或修改记录
action-reshape = 合并或归档客户
action-see-masked = 查看非本人客户的号码和邮箱
action-reveal = 显示被遮盖的号码或邮箱
action-reassign = 转交同事的客户
action-undo-own = 撤销自己的改动
action-undo-others = 撤销同事的改动
action-suppress = 加入免打扰名单
action-unsuppress = 解除免打扰
action-run-lists = 创建或修改外呼名单
action-ring = 通报来电
action-import = 导入文件
action-export = 导出数据
action-audit = 查看审计日志
action-supervise = 查看同事的工作情况
action-advise = 指导同事正在进行的通话
action-own-pin = 修改自己的 PIN 码
action-manage-users = 管理用户、角色和团队
action-configure = 修改设置
action-maintain = 备份、恢复、检查或加密数据库

state-ready = 示闲
state-ringing = 振铃
state-on-call = 通话
state-hold = 保持
state-after-call = 话后
state-break = 小休
state-training = 培训
state-off = 签退

owner-user = 用户
owner-team = 团队
owner-anyone = 任何人

## Fields of records

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
field-day-starts = 一天起始时刻
field-calling-hours = 可拨打时段
field-retry = 重拨规则
field-script = 话术
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
field-due = 到期时间
field-recurrence = 重复
field-goal = 期望结果
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
field-active = 启用
field-address = 号码或地址
field-at = 时间
field-category = 类别
field-amount = 金额
field-charges = 运费
field-consents = 同意
field-contact = 联系人
field-contact-title = 联系人职务
field-lines = 明细
field-currency = 币种
field-custom = 自定义字段
field-customer = 客户
field-discontinued = 停产
field-discount = 折扣
field-email = 邮箱
field-extension = 分机
field-external-id = 编号
field-external-ids = 其他系统的编号
field-fax = 传真
field-first-name = 名
field-last-name = 姓
field-line = 线路
field-login = 登录名
field-method = 方式
field-mobile = 手机
field-number = 号码
field-order = 订单
field-organisation = 企业
field-os-user = 系统用户
field-other = 另一个客户
field-dispositions = 通话结果
field-pipelines = 销售管道
field-scripts = 话术
field-verification = 身份核对
field-seats = 共用坐席
field-retired-pipelines = 停用的销售管道
field-retired-dispositions = 停用的通话结果
field-pin = PIN 码
field-mask-phones = 对坐席隐藏号码
field-lost-reasons = 输单原因
field-lock-after-min = 自动锁屏（分钟）
field-channels = 渠道
field-pipeline = 销售管道
field-preferred-channel = 偏好渠道
field-price = 价格
field-product = 产品
field-quantity = 数量
field-query = 查询
field-recording = 录音
field-role = 角色
field-service-agent = 客服
field-state = 状态
field-talk-s = 通话时长
field-team = 团队
field-unit = 单位
field-unit-price = 单价
field-verified = 核验方式
field-snoozed = 推迟次数
field-rank = 位次

## What the audit log says

fate-created = 新建
fate-edited = 修改
fate-removed = 删除
fate-due = 到期
action-manage-hooks = 管理钩子
hook-done = 完成
hook-failed = 失败
hook-too-long = 超时
hook-not-started = 无法启动
hook = 钩子
fate-revealed = 查看原文
fate-not-verified = 核验未通过
fate-discarded = 通话已丢弃
fate-handed-on = 转接
actor-user = 用户
actor-system = 系统
actor-rule = 规则
actor-hook = 钩子

## 数据库整体

key-passphrase = 口令
key-file = 密钥文件
task-opening = 正在打开数据库
task-replaying = 正在补回上次未完成的内容
task-checking = 正在检查数据库
task-rebuilding = 正在用备份和日志重建数据库
task-imaging = 正在写入备份
task-restoring = 正在恢复备份
task-compacting = 正在压缩数据库
task-encrypting = 正在加密数据库
task-upgrading = 正在将数据库升级到此版本的格式
task-percent = { $task }：{ $percent } %

## What somebody is doing

presence-ready = 示闲
presence-ringing = 振铃
presence-on-call = 通话
presence-hold = 保持
presence-after-call = 话后
presence-break = 小休
presence-training = 培训
presence-off = 签退

## What was done, as the audit log names it

audited-assignment-hand-over = 移交
audited-bulk-edit = 批量修改
audited-calls-dial = 拨打
audited-calls-dial-nevertheless = 仍然拨打
audited-calls-ring = 来电通报
audited-calls-wrap-up = 话后小结
audited-customers-add = 新建客户
audited-customers-archive = 归档客户
audited-customers-edit = 修改客户
audited-customers-merge = 合并客户
audited-customers-reveal = 显示原文
audited-customers-unmerge = 拆分客户
audited-customers-verify = 核对身份
audited-deals-add = 新建商机
audited-deals-edit = 修改商机
audited-deals-lose = 输单
audited-deals-move = 移动商机
audited-deals-rank = 调整商机顺序
audited-deals-win = 赢单
audited-dnc-add = 设为免打扰
audited-dnc-remove = 解除免打扰
audited-duplicates-keep-apart = 记为不同客户
audited-duplicates-merge = 合并重复客户
audited-export-start = 导出
audited-floor-set-state = 切换状态
audited-follow-ups-add = 制定跟进计划
audited-follow-ups-done = 完成跟进计划
audited-follow-ups-due = 跟进计划到时
audited-follow-ups-edit = 修改跟进计划
audited-follow-ups-give-back = 交还
audited-follow-ups-snooze = 推迟
audited-follow-ups-take = 领取
audited-hooks-add = 添加钩子
audited-hooks-remove = 移除钩子
audited-interactions-edit = 修改互动
audited-interactions-log = 记录互动
audited-interactions-move = 转移互动
audited-jobs-import = 导入
audited-lists-attempt = 外呼
audited-lists-create = 建立外呼名单
audited-lists-next = 取下一位
audited-maintenance-back-up = 备份
audited-maintenance-change-key = 更换密钥
audited-maintenance-decrypt = 取消加密
audited-maintenance-encrypt = 加密
audited-maintenance-repair = 修复
audited-maintenance-restore = 恢复备份
audited-redo = 重做
audited-undo = 撤销
audited-undo-expired = 撤销记录到期
audited-seat-lock = 锁屏
audited-seat-sign-off = 签退
audited-seat-sign-on = 签入
audited-seat-unlock = 解锁
audited-system-configure = 修改设置
audited-system-found = 建立数据库
audited-tickets-add = 新建工单
audited-tickets-close = 关闭工单
audited-tickets-edit = 修改工单
audited-transfer-accept = 接手通话
audited-transfer-offer = 转接通话
audited-users-add = 新建用户
audited-users-add-team = 新建团队
audited-users-edit = 修改用户
audited-users-set-pin = 更改 PIN 码
audited-users-set-role = 更改角色
audited-users-set-seat = 更改共用坐席
audited-views-remove = 删除视图
audited-views-save = 保存视图
