# Small words, dates, spans of time and money.

yes = yes
no = no
none = none
all = all
more-below = { $count } more below
customers-counted = { $count ->
    [one] 1 customer
   *[other] { $count } customers
}
about = { $what }: { $said }
aside = { $what } ({ $aside })
bracketed = ({ $text })
away = { $when }, { $away }
key-digit = digit
comma = {", "}
semicolon = {"; "}
unknown = unknown
me = me
anyone = anyone
withheld = withheld number

## Days and times

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

date-short = { $weekday } { $day } { $month }
date-full = { $weekday } { $day } { $month } { $year }

day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
in-days = in { $days } days
just-now = just now
span-seconds = { $count } s
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
minutes-ago = { $minutes } min ago
hours-ago = { $hours } h ago
days-ago = { $days ->
    [one] { $days } day ago
   *[other] { $days } days ago
}
months-ago = { $months } months ago
years-ago = { $years } years ago

## Money in thin columns: what one step is, and the sign of one step and of two

money-step = 1000
money-step-once = k
money-step-twice = m

## Handing over

hand-over-title = Hand over
hand-over-what = What
hand-over-to = To
hand-over-to-hint = a login, a team, me or anyone
hand-over-how = How
hand-over-how-hint = To names the team; only those who are ready get anything
hand-over-directly = to exactly them
hand-over-note = Note
hand-over-marked = the { $count } marked
hand-over-view = all { $count } of this view
handed-over = { $count } to { $name }.
sharing-in-turn = in turn
sharing-least-loaded = to whoever has least to do
