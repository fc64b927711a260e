# Small words, dates, spans of time and money.
#
# 写法（各文件相同）：数字与其后的量词、单位之间空一格：3 位客户、近 7 天、2 天后；日期和时刻不空：11月24日、15:00。
# 客户用“位”，跟进计划和待办用“项”，记录用“条”，通话用“次”，成对的用“对”。
# 中文里的标点一律用全角：：，；？（）“”；键名、命令和示例照原样。
# 一物一名：来电/去电（电话），收到/发出（其他渠道），跟进计划，预约回拨（跟进计划的一种），约定回拨（通话结果），搜索。

yes = 是
no = 否
none = 无
all = 全部
more-below = 下方还有 { $count } 项
customers-counted = { $count } 位客户
about = { $what }：{ $said }
aside = { $what }（{ $aside }）
bracketed = （{ $text }）
away = { $when }（{ $away }）
key-digit = 数字
comma = 、
semicolon = ；
unknown = 未知
me = 我
anyone = 任何人
withheld = 隐藏号码

## Days and times

weekday-mon = 周一
weekday-tue = 周二
weekday-wed = 周三
weekday-thu = 周四
weekday-fri = 周五
weekday-sat = 周六
weekday-sun = 周日

month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月

date-short = { $month }{ $day }日 { $weekday }
date-full = { $year }年{ $month }{ $day }日 { $weekday }

day-today = 今天
day-tomorrow = 明天
day-yesterday = 昨天
in-days = { $days } 天后
just-now = 刚刚
span-seconds = { $count } 秒
span-minutes = { $count } 分钟
span-hours = { $count } 小时
span-days = { $count } 天
minutes-ago = { $minutes } 分钟前
hours-ago = { $hours } 小时前
days-ago = { $days } 天前
months-ago = { $months } 个月前
years-ago = { $years } 年前

## Money in thin columns: what one step is, and the sign of one step and of two

money-step = 10000
money-step-once = 万
money-step-twice = 亿

## 移交

hand-over-title = 移交
hand-over-what = 内容
hand-over-to = 移交给
hand-over-to-hint = 登录名、团队、me（我）或 anyone（任何人）
hand-over-how = 方式
hand-over-how-hint = “移交给”填团队；只分给示闲的人
hand-over-directly = 直接移交
hand-over-note = 备注
hand-over-marked = 已标记的 { $count } 项
hand-over-view = 此视图的全部 { $count } 项
handed-over = { $count } 项移交给 { $name }。
sharing-in-turn = 轮流分配
sharing-least-loaded = 分给待办最少的人
