# What the screen says around the data: headings, hints, notices.

pane-customers = Customers
pane-timeline = Timeline
pane-pipeline = Pipeline
pane-follow-ups = Follow-ups

mode-command = COMMAND
mode-text = TEXT

## Widgets

typed-into = Typed into, so first Tab, then Enter
enter-again = Too soon to be an answer: Enter again
pick-empty = Nothing matches
note-full = The note is full
note-card = ! This looks like the number of a payment card; leave it out
note-identity = ! This looks like the number of an identity card; leave it out
no-long-text = No long text is being written here
nobody-visited = No other customer was visited that way
too-small = Callsheet needs 80×24; this terminal is { $width }×{ $height }. Enlarge it, or q to quit

## Help

help-title = Keys

key-conflicts = Keys that clash
lang-not-kept = This language could not be kept for the next start: { $why }
key-conflict = Your keymap file gives "{ $kept }" what these had: { $lost }

## Panes

search-hint = name, number, tag:vip, city:…
customers-counting = { $count }, still counting
customers-nobody = Nobody here yet. n adds a customer
customers-none = No customer fits
customers-empty = No customer fits. Esc clears the search, n adds one
new-row = + New: "{ $text }"
merge-how = Mark one customer with Space, then press m on the other
views-title = Saved views
views-none = None saved yet. In the customers V saves the search
counting = counting…
no-such-view = There is no view { $digit }
no-phone = No number is known
copied = Copied: { $text }
no-customer = Select a customer first


timeline-nobody = Nobody is selected. / searches, Enter opens
timeline-empty = Nothing happened yet. i logs a contact, f plans a follow-up, n opens a ticket
archived = archived
owned-by = looked after by { $name }
gate-sign-on = Sign on
gate-sign-on-hint = Tab next field · Enter signs on · Esc leaves
gate-locked = Locked
gate-locked-hint = Enter unlocks
gate-wrong-pin = That is not the PIN
gate-barred = No way in
gate-barred-hint = Enter tries again · q leaves
gate-pin = PIN
nothing-masked = Nothing here is masked
no-next-step = no next step
nothing-to-give-back = Nobody has taken this: there is nothing to give back
open-deals = { $more ->
    [0] open deal { $first }
   *[other] open deals { $first } +{ $more }
} { $sum }
last-contact = last contact { $ago }
time-there = { $time } there
briefing-promised = promised { $text }, due { $due }
briefing-calls = calls in 7 days: { $in } in, { $out } out
briefing-birthday = birthday { $day } { $month }
briefing-birthday-lunar = birthday { $day } { $month } by the lunar calendar
briefing-why = Where this comes from

board-empty = No open deals. d on a customer makes one
board-none-found = No deal fits. shift-f changes the filter
board-sign-no-next-step = ! This deal has no next step: f plans one
board-sign-ageing = * It has stood in this stage longer than it should
board-sign-stale = ** It has not moved for far too long
filter-sign = Filter:
one-pipeline = There is only this pipeline. Your admin can add others
days-short = { $days }d
move-question = { $deal } → { $stage }?
raise-question = { $deal } up by { $count }?
lower-question = { $deal } down by { $count }?
deal-moved = { $deal } is now in { $stage }

dashboard-title = Dashboard: last { $days } days, { $whose }
dashboard-everybody = everybody
dashboard-mine = mine
dashboard-calls = { $days ->
    [one] Calls a day
   *[other] Calls, { $days } days a bar
}
dashboard-counts = in { $offered }, answered { $answered }, missed { $missed } · out { $dialled }, reached { $reached }
dashboard-outcomes = Outcomes of calls
dashboard-channels = Channels: in/out, time to answer
dashboard-pipeline = Pipeline
dashboard-kept = Done in time, of what was due
dashboard-none = nothing yet
language-now = English from here on
language-needs-unicode = ASCII only here, so no Chinese: start with LANG=zh_CN.UTF-8
queue-empty = Nothing to do. f on a customer plans a follow-up
due-soon = In 5 minutes, { $time }: { $name }: { $text }
due-now = Due now, { $time }: { $name }: { $text }
due-late = Was due at { $time }: { $name }: { $text }
due-several = { $count } follow-ups are due. g f shows them
nothing-overdue = Nothing is overdue
follow-ups-marked = { $count } follow-ups
score-title = Why it stands there
score-overdue = hours overdue, 240 at most
score-promise = promised to the customer
score-snoozed = snoozed before, 6 each time
score-sum = together
score-by-clock = In this lane the clock decides; the sum counts once it is overdue.
score-by-sum = The higher the sum, the further up.
lane-callbacks = Callbacks
lane-overdue = Overdue
lane-today = Today
lane-later = Later
lane-no-next-step = No next step

## Forms

form-new-customer = New customer
form-edit = Edit { $name }
form-follow-up = Follow-up: { $name }
form-deal = New deal: { $name }
form-ticket = New ticket: { $name }
form-close-ticket = Close { $name }
form-done = Done: { $name }
form-snooze = Snooze: { $name }
form-win = Won: { $name }
form-lose = Lost: { $name }
form-tags = Tags
form-view = Save this query as a view
form-saved = Saved · { $what }
form-offers = Tab takes { $offers }
form-verify = { $name }: who is calling?
verify-hint = As the caller says it; compared, never shown
verify-otherwise = Made sure otherwise
verify-otherwise-hint = Only where nothing above is on record: how you know who it is. It is kept and audited
verify-first = Ask first, r: { $questions }
verified = They are who they say; the details are shown
verify-birthday = Date of birth
verify-postal-code = Postal code
verify-street = Street and number
verify-email = E-mail address
verify-external-id = Number on a contract or bill
contacts-weekly = {" "} in { $weeks } weeks
dial-not-started = Nothing was dialled: `{ $of }` cannot be started: { $why }. `callsheet config dial set` names another
dial-ended = Perhaps nothing was dialled: `{ $of }` failed: { $why }
dial-not-kept = { $of } cannot be written: { $why }
dial-by-hand = There is none: people dial by hand
dial-worked = The command did its work
editor-not-started = The editor `{ $of }` cannot be started: { $why }. Set EDITOR to another
editor-ended = The editor `{ $of }` did not end well: { $why }. The text is as it was
editor-no-file = { $of } cannot be read or written: { $why }
form-end = Ctrl-s saves
form-unsaved = Not saved yet: Ctrl-s saves, Ctrl-d throws it away
typed-not-sent = Typed and not used yet: Enter goes on with it, Ctrl-d throws it away
conflict-title = Changed by somebody else meanwhile
conflict-mine = yours (m)
conflict-theirs = theirs (t)
undo-conflict-title = Changed again since: { $count }
undo-conflict-mine = would become (m)
undo-conflict-theirs = is now (t)
undo-conflict-barred = no: { $why }
form-conflict = Changed meanwhile to: { $theirs } · Ctrl-o takes that, Ctrl-s keeps yours

tags-now = vip adds, -cold removes. Now: { $tags }
tags-many = vip adds, -cold removes, on { $count } customers
next-step-hint = tomorrow 15:00 send the quote; empty for none
snooze-hint = Empty for one hour; or tomorrow 9:00, +3d, next fri
win-hint = Why, if it is worth keeping
lose-hint = Left and right choose
competitors-hint = Who else offered, with commas between
lose-words-hint = Instead of the reason above

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

## The cockpit

mode-note = NOTE
mode-find = FIND
hint-wrap-up = 3 wants brochure > tue 10:00 call back
hint-is-the-caller = is the caller
hint-is-on-the-line = is on the line
hint-find-caller = who is it?
hint-back-to-note = back to the note
palette-title = All commands
take-over = { $held }: Enter takes over
take-over-held = Your session from { $from } (silent { $silent }) holds a call with { $with }
take-over-given = { $by } left a call with { $with } at { $from } (silent { $silent }), which is yours now
take-over-form = Your session from { $from } (silent { $silent }) holds a form that was not saved: { $with }
take-over-title = Left open at other screens
take-over-later = Left open elsewhere: `:` Go on where you left
take-over-nothing = Nothing is left open at another screen
take-over-gone = It was closed meanwhile; nothing is left to take over
ring-taken = { $name } was faster and has taken the call
taken-over = Taken over by { $at }
consult-title = { $by } asks
consult-over = The call is over, or one is asked about it no more
consult-nobody = No supervisor is on duty: F7 plans a callback; F6 holds the call or goes on
consult-closed = Nobody is asked about this call any more
consult-asked = Asked: { $who } · { $key } ends it
transfer-title = Hand the call over to
transfer-offered = { $by } hands over a call with { $with }
transfer-take = Take the call
transfer-decline = Leave it with them
transfer-waiting = Offered to { $name }, yours until it is taken · { $key } takes it back
transfer-declined = { $name } does not take the call: it stays with you
transfer-taken = { $name } has the call now
transfer-gone = They are not there any more: the call stays with you
transfer-nobody = No colleague is on duty: F7 plans a callback; F6 holds the call or goes on
another-terminal = another terminal
also-open = also open: { $who }
quit-mid-call = A call is open: F4 and one line close it, then q leaves
quit-in-text = q among letters is text: q alone leaves
call-none-parked = No call is parked
call-is-open = A call is open: F4 wraps it up first
wrap-up-is-open = Finish the wrap-up first: F4, then Enter
no-call = There is no call. F2 answers or calls
nobody-selected = Nobody is selected: / finds somebody
layer-first = Finish or leave what is open first: Esc
ctrl-c = Ctrl-C does nothing here; q leaves
input-method = Switch the input method off for commands
paste-cut = The pasted text was too long; its end was left out
door-lost = The connection to the store is gone; what you type is kept. Waiting
state-read-only = Nothing can be saved: { $why }

## The call strip

strip-presence = { $what } since { $time }
strip-in = IN
strip-out = OUT
strip-hold = HOLD
strip-after = AFTER
strip-log = LOG
strip-dnc = DNC
due-there = { $ours } ({ $theirs } there)
strip-there = { $time } there
strip-rings = RINGING
strip-ringing = { $count } ringing
strip-parked = parked: { $who }
strip-asks = { $by } asks: { $with } ({ $key })
strip-hands-over = { $by } hands over: { $with } ({ $key })
strip-callers = { $count } have this number
strip-answer = — F2 answers
strip-callbacks = { $count ->
    [one] { $count } callback due
   *[other] { $count } callbacks due
}
strip-overdue = { $count } overdue

## A call

call-note = Note
call-wrap-up = Wrap-up
caller-title = Who is calling?
caller-none = None of these
caller-similar = (similar number)
caller-is-it = Is { $name } on the line?
caller-is-it-instead = Is { $name } on the line, and not { $other }?
caller-is-new = Saved, and taken to be on the line
caller-find = Who is it? F3 finds them, or n makes a new customer; then F2
call-nobody = nobody known
dial-title = Call
dial-title-name = Call { $name }
dial-number = Dial { $number }
dial-incoming = They are calling us: take the call
dial-incoming-name = { $name } is calling us: take the call
dial-incoming-other = Somebody else is calling us: take the call
dial-incoming-from = { $number } is calling us: take the call
dial-refused = Do not call
dial-nothing = Nothing was dialled.
dial-why = Call all the same?
dial-why-reason = Reason to call
list-which = Which call list?
list-none = There is no call list with anybody left to call.
list-due = { $count } to call now
list-passed-over = Passed over: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}.
list-script-hint = [step] begins a step, 1 Yes -> step a branch, [bye] = 7 an outcome
form-list = Call list of { $name }
retry-daypart = { $attempts ->
    [one] one attempt
   *[other] { $attempts } attempts, each at another part of the day
}
retry-hours = { $attempts } attempts, { $hours } h apart
lists-title = Call lists
lists-name = List
lists-done = done
lists-due = due now
lists-reached = reached
lists-exhausted = given up
lists-skipped = left out
lists-attempts = attempts
lists-customer = Customer
lists-state = stands
lists-tried = tried
lists-outcome = last outcome
lists-by = by
lists-next = next
call-script = Script
mode-script = SCRIPT
no-script = This call has no script.
echo-talked = talked { $time }
wrap-up-draft = Enter stores: { $said }
log-title = Log a contact: on which channel?
wrap-up-hint = 1 wants the quote > tomorrow 15:00 call with quote > D88 proposal
wrap-up-no-outcome = no outcome
wrap-up-doubts = { $doubts }. Enter again saves it so
wrap-up-doubts-between = {"; "}
doubt-nobody = This call is with nobody: open their card, then F2
doubt-number = Only the number { $number } is known: open their card, then F2
doubt-outcome = no outcome: a digit first
doubt-when = callback agreed, but when? > tue 10:00
discard-question = Throw away the call ({ $with }, { $time }) and what is written of it? Nothing is stored but a line of the audit log.
discard-done = Thrown away: nothing was stored
discard-not-by-hand = Only a call begun here by hand can be thrown away: F4 closes this one
wrap-up-not-saved = Nothing was saved; the text is still here
echo-hers = { $theirs } hers ({ $ours } yours)
echo-his = { $theirs } his ({ $ours } yours)
echo-theirs = { $theirs } theirs ({ $ours } yours)
wrong-stage = there is no such stage

## First start

first-start-title = This store is empty. How do you want to begin?
first-start-sample = Explore with sample data
first-start-import = Import a file
first-start-empty = Start empty

## Undo

undo-question = Undo: { $did }?
undo-done = Undone: { $did }
undo-nothing = There is nothing of yours to undo
redo-question = Redo: { $did }?
redo-done = Done again: { $did }
redo-nothing = There is nothing to redo

# Bringing a file in
import-title = Import a file
import-which-file = Its path; Enter opens it, Esc leaves
import-only-none = new and known rows
import-only-create = new rows only
import-only-update = known rows only
import-by-none = known by id, else number or address and name
import-by-id = known by id alone
import-by-phone = known by phone alone
import-by-email = known by e-mail alone
import-by-name = known by name alone
import-ids-of = Its ids are those of "{ $system }"; n names another system
import-whose-ids = Whose ids are these?
import-system = System
import-whose-ids-hint = two files of one system speak of the same customers
import-was-stopped = Stopped behind line { $line } before; r goes on from there
import-field-first = Say first which field the column is
import-word-means = What does { $word } mean?
import-word-hint = written in its place
import-word-nothing = Nothing: pass over it
import-stopped = Stopped after { $rows } rows; open the file again and press r to go on, or u takes it back
import-leave-out = Leave the column out
import-first-rows = { $taken } of the first { $all } rows can be taken
import-line = Line { $line }: { $why }
import-question = Bring { $file } in? One undo takes all of it back.
import-go-on-question = Go on with { $file } behind line { $line }?
import-save-question = Save how these columns are read as "{ $name }"? What was saved under that name goes.
import-saved = Saved as { $name }: files with these columns are read like this
import-so-far = { $rows } rows, { $refused } refused · { $rate } rows/s · { $left } left
import-would = Of { $rows } rows { $created } would be new, { $updated } changed, { $unchanged } are there, { $refused } would be refused
import-done = Of { $rows } rows { $created } are new, { $updated } changed, { $unchanged } were there, { $refused } refused
import-other-sheets = Other sheets of the workbook, not read: { $names }
import-columns = { $read ->
    [one] { $read } column was read
   *[other] { $read } columns were read
}; left out: { $names }
import-rejects = Refused rows, each with its reason, to be mended and imported again: { $file }
import-undo = u takes it all back, or callsheet undo { $id }

# Loading the sample data
loading-title = Loading the sample data
loading-done = Sample data is in: Northwind, with made-up calls and deals
loading-stopped = Stopped; what was loaded stays. u takes it back

## What was done, as an undo names it

did-follow-ups-take = took { $what }
did-follow-ups-give-back = gave { $what } back
did-assignment-hand-over = handed over { $what } ({ $count } records)
did-calls-ring = noted a call from the telephone: { $what }
did-calls-wrap-up = wrapped up the call: { $what }
did-calls-dial-nevertheless = called all the same: { $what }
did-customers-add = added { $what }
did-customers-edit = edited { $what }
did-bulk-edit = { $count ->
    [one] edited 1 customer
   *[other] edited { $count } customers
} ({ $what })
did-customers-archive = archived { $what }
did-customers-merge = merged into { $what }
did-customers-unmerge = took apart { $what }
did-deals-add = added deal { $what }
did-deals-edit = edited deal { $what }
did-deals-move = moved deal { $what }
did-deals-rank = reordered deal { $what }
did-deals-win = won deal { $what }
did-deals-lose = lost deal { $what }
did-dnc-add = do not contact { $what }
did-dnc-remove = lifted do not contact { $what }
did-follow-ups-add = planned { $what }
did-follow-ups-edit = edited follow-up { $what }
did-follow-ups-done = done: { $what }
did-follow-ups-snooze = snoozed { $what }
did-interactions-log = logged { $what }
did-interactions-edit = edited interaction { $what }
did-interactions-move = moved interaction { $what }
did-jobs-import = imported { $count ->
    [one] { $count } record
   *[other] { $count } records
} from { $what }
did-lists-create = made call list { $what }
did-lists-next = took { $what } from a call list
did-lists-attempt = tried to reach { $what }
did-system-configure = changed the settings
did-tickets-add = opened ticket { $what }
did-tickets-edit = edited ticket { $what }
did-tickets-close = closed ticket { $what }
did-users-add = added user { $what }
did-users-edit = edited user { $what }
did-users-set-role = gave user { $what } another role
did-users-set-pin = gave user { $what } another PIN
did-users-set-seat = changed the shared seats
did-users-add-team = added team { $what }
did-views-save = saved view { $what }
did-views-remove = removed view { $what }
did-undo = took back { $what }
did-redo = did again { $what }

## The store

badge-read-only = READ-ONLY
notice-title = About your data
shut-locked = The store is locked
shut-locked-passphrase = Everything in it is encrypted. Type the passphrase to open it.
shut-locked-file = Everything in it is encrypted. Type the path of the key file to open it; it is often kept on a stick.
shut-passphrase = Passphrase:
shut-file = Key file:
shut-unlock = Enter opens · Esc quits
shut-failed = The store cannot be opened
shut-failed-tries = Nothing was changed. Where it can help, Callsheet tries again every few seconds by itself.
shut-recovering = One moment
shut-quit = q quits
task-opening-means = It opens as soon as this is done.
task-replaying-means = Callsheet did not end as it should last time. What was saved is all there and is being put in its place.
task-checking-means = The machine stopped without warning last time, so every record is compared with what was saved.
task-rebuilding-means = The store could not be trusted. It is made anew from the last backup and all that was saved since; the old one is kept. If you quit, it begins again at the next start.
task-imaging-means = A copy of everything is written and read back.
task-restoring-means = The present store stays until the backup is whole in its place.
task-compacting-means = The present store stays until the copy is whole.
task-encrypting-means = The present store stays until the copy is whole.
task-upgrading-means = This version keeps records in another way. A backup of the store as it was is kept; the present store stays until the new one is whole.

## Bulk edit

form-bulk = Change all: { $name }
bulk-title = Change all
bulk-marked = { $count } marked
bulk-everyone = everyone
bulk-set = Fields
bulk-set-hint = city=Berlin; source=fair. An empty value clears the field
bulk-tags-hint = vip adds, -cold removes
bulk-no-field = There is no field { $field }
bulk-looking = Looking what would change…
bulk-making = Changing…
bulk-stopped = Stopped. What was changed so far stays; u takes it back
bulk-done = { $count ->
    [one] 1 customer changed
   *[other] { $count } customers changed
 }; u takes it back

## The audit log

audit-title = Audit log
audit-filter-hint = / filters: by:lena customer:10432 since:yesterday until:today
audit-empty = Nothing fits.
audit-whole = The chain of { $entries } entries is whole; head { $head }…
audit-export-question = Write the entries that fit to { $path }?
audit-exported = { $count ->
    [one] One entry
   *[other] { $count } entries
} written to { $path }
audit-not-exported = { $path } could not be written: { $why }
audit-taken-out = taken out: { $count } × { $noun }
audit-touched = { $record } { $fate }: { $fields }

## The floor

floor-title = The floor
floor-state = state
floor-since = since
floor-queue = queue
floor-not-closed = Not closed: { $count }
loose-wrap-up = no wrap-up
loose-callback = callback due
loose-off-duty = owner off
