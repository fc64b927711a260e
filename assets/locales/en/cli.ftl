# What the command line says: tables, notices, reports.

cli-nothing-found = Nothing found.
cli-found = { $shown } of { $matched }
cli-yes-no = [y/N]

## Columns and labels

cli-id = ID
cli-name = Name
cli-company = Company
cli-phone = Phone
cli-email = E-mail
cli-address = Address
cli-note = note
cli-tags = Tags
cli-relations = People
cli-members = Merged
cli-due = Due
cli-kind = Kind
cli-what = What
cli-owner = Owner
cli-value = Value
cli-days = Days
cli-when = When
cli-why = Why
cli-since = Since
cli-change = Change
cli-channel = Channel
cli-query = Query
cli-login = Login
cli-extension = Extension
cli-urgency = Urgency
cli-state = State
cli-resolution = Resolution
cli-number = No.
cli-record = Record
cli-revision = Revision
cli-store = Store
cli-host = Host
cli-process = process { $pid }, since { $since }
cli-os-user = System user
cli-terminal = Terminal
cli-region = Region
cli-lock-after = Locked after minutes
cli-seats = Shared seats
cli-new-pin = New PIN
cli-pin-again = New PIN again
cli-mask-phones = Masked for agents
cli-channels = Channels
cli-dispositions = Outcomes
cli-verification = Asked before details
cli-stages = Stages
cli-no-next-step = No next step

## What was done

cli-customer-added = Customer { $id } added.
cli-changed = { $id } changed.
cli-customer-changed = Customer { $id } changed.
cli-archived = Customer { $id } put away.
cli-brought-back = Customer { $id } is back.
cli-merged = Merged into customer { $id }.
cli-unmerged = Separated from customer { $id }.
cli-logged = Interaction { $id } logged.
cli-moved-interaction = Interaction { $id } moved.
cli-follow-up-added = Follow-up { $id } planned.
cli-done = Follow-up { $id } done.
cli-taken = Follow-up { $id } is yours for now.
cli-given-back = Follow-up { $id } is anybody's again.
cli-snoozed = Follow-up { $id } snoozed.
cli-deal-added = Deal { $id } added.
cli-deal-moved = Deal { $id } moved.
cli-deal-stage = Deal { $id } is now in { $stage }.
cli-deal-won = Deal { $id } won.
cli-deal-lost = Deal { $id } lost.
cli-ticket-added = Ticket { $id } opened.
cli-ticket-closed = Ticket { $id } closed.
cli-dnc-added = Do-not-contact { $id } added.
cli-dnc-removed = Do-not-contact { $id } lifted.
cli-user-added = User { $id } added.
cli-team-added = Team { $id } added.
cli-bulk-preview = { $changed } of { $matched } would change; { $unchanged } are so already, { $refused } cannot
cli-bulk-question = Change { $count ->
    [one] 1 customer
   *[other] { $count } customers
 }?
cli-bulk-done = { $changed } of { $matched } changed; { $unchanged } were so already, { $refused } could not
cli-bulk-undo = Take it back with: callsheet undo { $undo }
cli-view-saved = View { $id } saved.
cli-view-removed = View { $id } removed.
cli-passphrase = Passphrase
cli-backup-passphrase = Passphrase of the backup
cli-new-passphrase = New passphrase
cli-passphrase-again = Once more
cli-encrypted = The store is encrypted. Without its passphrase or key file nobody can open it, not even you. Backups made before are not encrypted.
cli-decrypted = The store is no longer encrypted.
cli-key-changed = Only the new passphrase or key file opens the store now. Backups made before still open with the old one.
cli-configured = Setting stored.
cli-attempted = Attempt recorded.
cli-list-created = Call list { $id } made, with { $customers ->
    [one] { $customers } customer
   *[other] { $customers } customers
}.
cli-told = { $sessions ->
    [one] { $sessions } session was told.
   *[other] { $sessions } sessions were told.
}
cli-audit-whole = The chain of { $entries } entries is whole; its head is { $head }

## What there is

cli-queue-empty = Nothing to do.
cli-no-tickets = No open tickets.
cli-dnc-empty = Nobody is on the do-not-contact list.
cli-list-total = Customers
cli-list-waiting = Still to be reached
cli-list-due = Of those, to be called now
cli-list-leased = With an agent
cli-list-reached = Reached
cli-list-exhausted = Given up
cli-list-skipped = Left out
cli-list-attempts = Attempts
cli-list-done = Done
cli-list-by = By
cli-list-next = Next
cli-stopped = The host has ended.
cli-no-host = No host is running.
cli-state-ready = ready
cli-state-locked = locked
cli-state-read-only = read-only:

## Import

cli-exported = { $count ->
    [one] { $count } record is in { $file }
   *[other] { $count } records are in { $file }
}
cli-hook-added = Hook { $id } added.
cli-hook-removed = Hook removed.
cli-hook-event = Event
cli-hook-command = Command
cli-hook-events = Events
cli-hook-failures = Failures
cli-hook-last = Last run
cli-import-dry = Nothing was changed; this is what would happen:
cli-import-as = Read as
cli-import-column = Column
cli-import-columns = Columns
cli-import-columns-read = { $read } of { $all } read
cli-import-ignored = Columns left out
cli-import-other-sheets = Other sheets
cli-import-ids = Ids of
cli-import-read = Rows
cli-import-created = New
cli-import-updated = Changed
cli-import-unchanged = Already there
cli-import-refused = Refused
cli-import-rejects = Refused rows in
cli-import-undo = To take it back
cli-import-cut-short = The file ends before its last line: records may be missing from it.
cli-import-line = Line
cli-import-field = Field
cli-import-resumed = Went on behind line
cli-import-rate = { $rate } rows/s
cli-midway-kept = { $taken ->
    [one] One record was acknowledged
   *[other] { $taken } records were acknowledged
}
cli-midway = { $taken ->
    [one] { $taken } record is kept; callsheet undo { $undo } takes it back
   *[other] { $taken } records are kept; callsheet undo { $undo } takes them back
}
cli-demo-made = { $customers } made-up customers are there. To take them back: callsheet undo { $undo }

## The store as a whole

cli-all-well = Everything is well.
cli-repaired = { $steps ->
    [0] Nothing had to be mended.
    [one] { $steps } key or value was put right.
   *[other] { $steps } keys and values were put right.
}
cli-before-repair = What was there before: { $file }
cli-replace-question = Replace { $file }?
cli-restore-question = Put { $file } in the place of the store at { $data }? What was done since that backup is gone.
cli-backed-up = Backup { $file } written, read back and verified: { $entries } entries, { $size }, revision { $revision }.
    Head of its audit log: { $head }
cli-restored = The store holds what { $file } held: { $entries } entries of { $at }, revision { $revision }.
    Head of its audit log: { $head }
cli-restored-key = From now on { $by } of that backup opens the store.
cli-compacted = The store took { $before } and takes { $after } now.

## Undo

cli-undo-empty = Nothing to take back.
cli-undo-question = Take back: { $what }?
cli-redo-question = Do again: { $what }?
cli-undone = Taken back: { $what }
cli-redone = Done again: { $what }

## Failures: what happened, and behind -hint what the reader can do

failure-usage = { $why }
failure-usage-hint = see { $command } --help
failure-no-terminal = The screen needs a terminal
failure-no-terminal-hint = use a command instead: callsheet find, show, queue, log, or callsheet --help for all of them
failure-unknown-field = There is no field `{ $field }`; there are { $known }
failure-date = { $why }
failure-no-new-key = There is no terminal to type a new passphrase at
failure-no-new-key-hint = name a file with --key-file or --passphrase-file
failure-no-passphrase = No passphrase was given
failure-empty-passphrase = An empty passphrase protects nothing
failure-passphrases-differ = The two passphrases differ; nothing was changed
failure-no-new-pin = There is no terminal to type a new PIN at
failure-no-new-pin-hint = a PIN is typed, where nobody can read it: run this at a terminal
failure-empty-pin = No PIN was typed; nothing was changed
failure-pins-differ = The two PINs differ; nothing was changed
failure-no-change = Nothing would change
failure-no-party = Say with whom it was
failure-no-party-hint = name a customer, or use --number or --withheld
failure-number = `{ $given }` has no digits
failure-same-customer = Both are customer { $id }
failure-empty-tag = `{ $given }` names no tag
failure-empty-tag-hint = write +vip or -cold
failure-unavailable = The store at { $data } cannot be opened: { $why }
failure-unavailable-hint = callsheet doctor looks at it, callsheet restore puts a backup in its place; or choose another with --data DIR
failure-file = { $file }: { $why }
failure-audit-broken = The audit log is broken at entry { $at }: { $why }
failure-audit-broken-hint = keep a copy of the data directory and find out who could write to it
failure-not-a-file = { $file } is not a file
failure-not-a-file-hint = name a file, not a folder or a device
failure-empty-file = { $file } is empty
failure-empty-file-hint = a CSV file begins with a line of column names
failure-not-text = { $file } is not text
failure-not-text-hint = save it as CSV first
failure-header = The column names of { $file } cannot be read: { $why }
failure-columns = { $file }: { $why }
failure-import-stopped = Stopped; what was taken so far stays
failure-import-stopped-hint = callsheet undo takes it back; the same command with --resume goes on from there
failure-nothing-stopped = No import of { $file } was stopped here
failure-nothing-stopped-hint = import it without --resume; what is there already is not taken twice
failure-file-changed = { $file } is not as long as it was when its import was stopped
failure-file-changed-hint = import it without --resume; what is there already is not taken twice
failure-bad-name = `{ $given }` cannot be the name of a mapping
failure-bad-name-hint = write a name without a slash
failure-export-stopped = Stopped; no file was written
failure-export-format = { $given } is no format of files
failure-export-format-hint = say --format with one of: { $known }
failure-json-lines-columns = The records of a JSON Lines file say themselves what they are
failure-json-lines-columns-hint = leave out what is about rows and columns: of the options only --only, --resume, --dry-run and --strict go with it
failure-json-lines-too-new = { $file } was written by a later Callsheet (version { $found } of the format)
failure-json-lines-too-new-hint = bring this Callsheet up to date first
failure-rows-refused = { $count ->
    [one] { $count } row was refused
   *[other] { $count } rows were refused
}
failure-demo-not-empty = There are customers already
failure-demo-not-empty-hint = choose another store with --data DIR, or add --yes to put made-up customers among them
failure-demo-stopped = Stopped; the customers made so far stay
failure-demo-stopped-hint = callsheet undo takes them back
failure-damage = Damage was found, { $count } in all
failure-damage-hint = callsheet doctor --repair mends what can be mended; callsheet restore FILE brings back a backup

## A day's report

report-count = Count
report-channel = Channel
report-received = Received
report-sent = Sent
report-response = Answered after
report-due = Due
report-kept = In time
report-late = Late
report-open = Open
report-agent = agent
report-all = All
report-offered = in
report-answered = answered
report-missed = missed
report-dialled = out
report-reached = reached
report-talk = talk
report-hold = hold
report-wrap = wrap
report-aht = AHT
report-callbacks = kept
