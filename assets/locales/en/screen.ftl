# What the screen says around the data: headings, hints, notices.

pane-customers = Customers
pane-timeline = Timeline
pane-pipeline = Pipeline
pane-follow-ups = Follow-ups

mode-command = COMMAND
mode-text = TEXT

## Widgets

dialog-yes-no = Enter yes · Esc no
dialog-close = Enter close
form-keys = Tab next · Ctrl-s save · Esc leave
pick-keys = type to filter · Enter choose · Esc back
pick-empty = Nothing matches
note-full = The note is full
too-small = Callsheet needs 80×24; this terminal is { $width }×{ $height }. Enlarge it, or q to quit

## Help

help-title = Keys
where-anywhere = everywhere, also while typing
where-command = in command mode
where-customers = customers
where-timeline = timeline
where-board = pipeline
where-queue = follow-ups

key-conflict = `{ $keys }` cannot mean "{ $lost }": your keymap file has it for "{ $kept }"

## Panes

search-hint = name, number, tag:vip, city:…
customers-empty = No customer fits. n adds one
new-row = + New: "{ $text }"
merge-how = Mark one customer with Space, then press m on the other
no-such-view = There is no view { $digit }
no-phone = No number is known
copied = Copied: { $text }
no-customer = Select a customer first

timeline-nobody = Nobody is selected. / searches, Enter opens
timeline-empty = Nothing happened yet. i logs a contact, f plans a follow-up
archived = archived
owned-by = looked after by { $name }
no-next-step = no next step
no-next-step-mark = !no step
open-deals = { $count ->
    [one] 1 open deal
   *[other] { $count } open deals
} { $sum }
last-contact = last contact { $ago }
time-there = { $time } there

board-empty = No open deals. d on a customer makes one
days-short = { $days }d
deal-moved = { $deal } is now in { $stage }

queue-empty = Nothing to do. f on a customer plans a follow-up
lane-callbacks = Callbacks
lane-overdue = Overdue
lane-today = Today
lane-later = Later
lane-no-next-step = No next step

## Forms

form-new-customer = New customer
form-edit = Edit { $name }
form-log = Log: { $name }
form-follow-up = Follow-up: { $name }
form-deal = New deal: { $name }
form-ticket = New ticket: { $name }
form-close-ticket = Close { $name }
form-done = Done: { $name }
form-snooze = Put off: { $name }
form-win = Won: { $name }
form-lose = Lost: { $name }
form-tags = Tags
form-merge = Merge customers
form-view = Save this query as a view
form-saved = Saved
form-unsaved = Not saved yet: Ctrl-s saves, Esc again throws it away
form-conflict = Changed meanwhile to: { $theirs } · Ctrl-o takes that, Ctrl-s keeps yours

field-name = Name
field-kind = Kind
field-salutation = Salutation
field-gender = Gender
field-occupation = Occupation
field-company = Company
field-phones = Phones
field-emails = E-mails
field-street = Street
field-city = City
field-region = Region
field-postal-code = Postal code
field-country = Country
field-preferred-hours = Best time
field-language = Language
field-time-zone = Time zone
field-birthday = Birthday
field-source = Source
field-owner = Owner
field-tags = Tags
field-remarks = Remarks
field-text = Text
field-channel = Channel
field-direction = Direction
field-disposition = Outcome
field-due = Due
field-recurrence = Repeats
field-goal = Goal
field-title = Title
field-value = Value
field-stage = Stage
field-probability = Probability
field-expected-close = Closes
field-competitors = Competitors
field-urgency = Urgency
field-outcome = What came of it
field-next-step = Next step
field-until = Until
field-reason = Reason
field-own-words = In own words
field-resolution = What was done

tags-now = vip adds, -cold removes. Now: { $tags }
tags-many = vip adds, -cold removes, on { $count } customers
merge-keep = Stays
merge-hint = The other one becomes part of it; nothing is lost
next-step-hint = When and what: tomorrow 15:00 send the quote. Empty for none
snooze-hint = Empty for one hour; or tomorrow 9:00, +3d, next fri
win-hint = Why, if it is worth keeping
lose-hint = Left and right choose
lose-words-hint = Instead of the reason above

bad-empty = This is needed
bad-value = { $text } does not fit here
bad-phones = { $text } holds something that is no number; write numbers like mobile: 0171 234567; 030 1234
bad-emails = { $text } holds something that is no e-mail address
bad-date = { $text } is no date; try tomorrow 15:00, +3d, next fri, 24.12.
bad-money = { $text } is no amount; write 12000, 12.5k or 12000 EUR
bad-percent = { $text } is no percentage from 0 to 100
bad-birthday = { $text } is no birthday like 1980-12-24, 12-24 or lunar 8-15
bad-recurrence = { $text } is no rhythm; try every week, every 2 months

when-until = by { $date }
when-moved = that hour is past today
when-past = that is past
when-closed-day = closed that day
when-outside-hours = outside opening hours
when-other = or did you mean { $date }

lost-reason-price = price
lost-reason-competitor = competitor
lost-reason-no-need = no need
lost-reason-no-answer = no answer
lost-reason-other = other

## Refusals

refused-not-allowed = Your role does not allow this ({ $why })
refused-do-not-contact = { $what } is on the do-not-contact list: { $why }
refused-conflict = { $what } was changed meanwhile; it is now { $why }
refused-invalid = { $what }: { $why }
refused-not-found = There is no { $why } { $what }
refused-ambiguous = { $what } could be any of { $why }
refused-read-only = The store is read-only: { $why }
refused-cancelled = Stopped
refused-unavailable = The store cannot answer: { $why }
