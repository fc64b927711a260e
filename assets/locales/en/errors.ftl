# Refusals and errors: what happened and what the reader can do.

## Refusals of the door, and behind -hint what the reader can do

refusal-not-allowed = Your role does not allow you to { $action }
refusal-not-allowed-hint = ask a supervisor or an administrator
refusal-stranger = { $user } is no user of this store. Ask { $ask } to run: callsheet user add { $user } --os-user { $user }
refusal-inactive = The account of { $user } is closed. Ask { $ask } if that is a mistake
refusal-sign-on = This screen is shared. Say who you are
refusal-sign-on-hint = open the screen and sign on with your login and PIN
refusal-screen-locked = { $user } has locked this screen
refusal-wrong-pin = That login and PIN do not belong together
refusal-too-soon = Too many wrong PINs. The next try is taken in { $seconds } s
refusal-do-not-contact = { $address } is on the do-not-contact list: { $why }
refusal-do-not-contact-hint = a supervisor may lift it
refusal-outside-hours = it is { $there } there, and calls are made { $hours }
refusal-outside-hours-hint = set the customer's time zone if that is not so, or call from the screen and say why
refusal-conflict = { $field } was changed meanwhile: you saw { $seen } and want { $mine }, it is now { $theirs }
refusal-conflict-hint = nothing was changed; the same command, without --saw, looks at the record afresh and puts yours in its place; to keep theirs, do nothing
undo-clash = { $record }: { $field } would become { $mine }, but is { $theirs } now and no longer { $seen }
undo-clash-whole = { $record } would go, but was changed since it was made; it is now { $theirs }
undo-clash-barred = { $record }: { $why }
value-none = (nothing)
refusal-invalid = { $field }: { $why }
refusal-not-found = There is no { $noun } `{ $given }`
refusal-not-found-hint = search for it: callsheet find
refusal-no-user-hint = callsheet user list shows everybody
refusal-no-team-hint = callsheet user list shows the teams, callsheet user team adds one
refusal-ambiguous = `{ $given }` could be any of { $count }
refusal-ambiguous-hint = name one by its id
refusal-read-only = The store takes no changes: { $why }
refusal-read-only-hint = make room on the disk, or mend it: changes are taken again by themselves
refusal-locked = The store is locked: { $by } opens it
refusal-locked-hint = type it at a terminal, or name a file in CALLSHEET_PASSPHRASE_FILE or CALLSHEET_KEY_FILE
refusal-wrong-key = That is not { $by } that opens this store
refusal-backup-locked = The backup is encrypted under another key: { $by } it was made with opens it
refusal-backup-locked-hint = name it with --key-file or --passphrase-file, or type the passphrase at a terminal
refusal-backup-wrong-key = That is not { $by } that opens this backup; nothing was changed
refusal-recovering = The store is not ready yet. { $doing }
refusal-recovering-hint = wait until it is done, then try again
refusal-interrupted = The work was interrupted: the store was opened anew or replaced meanwhile
refusal-interrupted-hint = start it again with the same file: what is there already is not taken twice
refusal-cancelled = Stopped
refusal-in-use = The store at { $path } is in use by { $by ->
    [unknown] another program
   *[other] process { $by }
}
refusal-in-use-hint = end that program, or choose another store with --data
refusal-from-the-future = The store was written by a newer Callsheet: format { $found }, this one knows up to { $known }
refusal-from-the-future-hint = use the newer Callsheet; nothing was changed
refusal-unavailable = The store cannot answer: { $why }
refusal-changed-since = Changed since: { $what }{ $more ->
    [0] { "" }
   *[other] ; and { $more } more
}
refusal-changed-since-hint = nothing was taken back; with --theirs what was changed since stays as it is now, with --mine it is taken back too
refusal-changed-since-barred-hint = nothing was taken back; with --theirs what stands in the way stays as it is now and the rest is taken back; or undo first what was done to it since
why-undo-gone = it is gone since
why-undo-hangs-on = it cannot go, { $record } belongs to it
why-undo-tried = it cannot go, somebody was called from it already
refusal-nothing-to-undo = There is nothing to undo
refusal-already-done = This was done already, at revision { $revision }
failure-screen = The screen had to close: { $why }

## Reasons why something does not fit, and how the word to blame is named

why = `{ $word }`: { $why }

why-host-path = { $path } cannot be a socket: its path must begin with / and its name have at most { $most } bytes
why-host-no-dir = there is no directory { $dir } for the socket of the host
why-host-dir-owner = the directory { $dir } belongs to { $owner }, so it is not used for the socket of the host
why-host-dir-open = others may write to the directory { $dir }, so it is not used for the socket of the host: chmod go-w { $dir }
why-host-in-the-way = { $path } is in the way: it should be the socket of the host, and is something else
why-host-impostor = what listens at { $path } runs as { $owner }, who is not trusted with it: see service_user
why-host-down = the service does not listen at { $path }; ask whoever runs it
why-host-silent = the host at { $path } does not answer; if it hangs, end it
why-host-full = you have as many sessions open as one user may have; close some
why-host-not-yours = only whoever runs the host may end it
why-host-stopped = the host was stopped; start Callsheet again when work may go on
why-host-retired = a newer Callsheet has taken over; leave and start it
why-host-newer = the host runs Callsheet { $host }, this is { $this }: leave, and start the newer program
why-host-older = the service runs Callsheet { $host }, this is { $this }: ask for the service to be restarted
why-needed = this is needed
why-misfit = the value does not fit: { $error }
why-not-a-choice = `{ $given }` is none of { $allowed }
why-not-an-id = `{ $given }` is not an id like { $example }
why-no-such-field = there is no such field
why-not-found = there is none called `{ $given }`
why-ambiguous = `{ $given }` could be any of { $count }
why-changed-meanwhile = changed meanwhile; it is now { $theirs }
why-no-pin = there is no PIN to unlock it with; set one first: callsheet user pin { $login }
why-not-a-seat = { $user } is not a shared seat; an administrator makes it one: callsheet user seat { $user }
why-pin-length = a PIN has { $least } to { $most } characters
why-pin-unhashed = the PIN cannot be kept
why-masked = shown masked; reveal it first, or leave it as it is
why-text-too-long = longer than { $most } characters
why-record-too-large = the record is too large to keep
why-taken = `{ $given }` is taken by { $by }
why-name-taken = there is one called `{ $given }` already
why-phone-letters = `{ $given }` has letters in it; write numbers in digits, a label before them: mobile: 0171 234567
why-no-digits = `{ $given }` has no digits; write numbers like mobile: 0171 234567; 030 1234
why-not-an-email = `{ $given }` is not an e-mail address
why-not-an-address = `{ $given }` is neither a phone number nor an e-mail address
why-not-a-number = `{ $given }` is not a number
why-negative = `{ $given }` is negative; a value is zero or more
why-not-an-amount = `{ $given }` is not an amount; write 12000, 12.5k or 12000 EUR
why-not-a-currency = `{ $given }` is not a currency code like EUR
why-not-a-duration = `{ $given }` is not a duration like 252 or 4:12
why-not-a-percentage = `{ $given }` is not a percentage from 0 to 100
why-more-than-all = { $given } is more than all; 15 % is 0.15
why-neither-yes-nor-no = `{ $given }` is neither yes nor no
why-not-a-birthday = `{ $given }` is not a birthday like 1980-12-24, 12-24 or lunar 8-15
why-not-a-pair = `{ $given }` is not of the form { $form }
why-not-a-region = `{ $given }` is not a country code like DE
why-not-a-time = `{ $given }` is not a time of day like 06:00
why-not-a-zone = `{ $given }` is not a time zone like Europe/Berlin

## Reasons: Dates

why-date-missing = a date is missing, like tomorrow 15:00 or +3d
why-date-unreadable = cannot be read as a date; try tomorrow 15:00, +3d, next fri or 24.12.
why-no-such-date = there is no such date
why-no-such-time = there is no such time
why-too-far = too far away
why-no-rhythm = cannot be read as a rhythm; try every week, every 2 months or every day until 24.12.
why-moment-past = that moment has passed; name a later one

## Reasons: The wrap-up line

why-wrap-up-empty = the line is empty: type a code and a note, like 1 wants the quote
why-no-such-code = there is no such code
why-nothing-follows = a date and a next step follow, like tomorrow 15:00 send the quote, or a deal and its stage
why-second-next-step = a line plans one next step; this is the second
why-not-a-deal = not a deal like D88
why-stage-missing = the stage it goes to is missing, like D88 proposal
why-second-deal = a line moves one deal; this is the second

## Reasons: Queries

why-no-such-filter = there is no such filter; quote it to find it as text
why-no-such-filter-but = there is no such filter; did you mean { $nearest }?
why-filter-empty = a value is missing, like { $example }
why-filter-value = not a value of { $field }; try { $example }
why-filter-none-of = there is none of this name; there are { $known }
why-view-in-view = a view's query cannot ask for another view; write out what that one asks
why-filter-not-compared = { $field } has no more and less; try { $example }

## Reasons: Customers

why-nothing-to-set = say what shall change: a field, an owner or a tag
why-nobody-ready = nobody of { $team } is ready; hand it to the team itself
why-too-much-at-once = { $count } are too many at once, { $most } at most; narrow the query
why-not-handed-over = { $given } is no customer, follow-up, deal, ticket or call
why-no-open-call = { $given } is no call that waits for its wrap-up
why-takes-no-calls = { $given } takes no calls
why-call-announced = the telephone system told of this call: close it by its wrap-up
why-audit-filter = `{ $given }` is no filter; write by:LOGIN, customer:ID, since:WHEN or until:WHEN
why-leased = { $by } has { $id } open; it is free again a quarter of an hour later at most
why-nothing-marked = nothing is marked
why-merged-with-itself = a customer cannot be merged with itself
why-merged-already = merged into { $into } already
why-not-merged = { $other } is not merged into { $into }
why-is-a-person = `{ $given }` is a person
why-merge-shows = the numbers of { $other } are a colleague's to see; have them merge the two, or somebody who may see both

## Reasons: Calls, follow-ups, tickets and call lists

why-no-number-to-dial = there is no number to dial
why-ended-already = { $id } is { $state ->
    [done] done
    [cancelled] cancelled
   *[closed] closed
} already
why-not-a-disposition = `{ $given }` is not an outcome
why-list-too-large = { $count } customers fit, a list holds { $most }; narrow the query

## Reasons: Deals

why-deal-closed = the deal is { $state ->
    [won] won
   *[lost] lost
}; reopen it first
why-no-such-stage = `{ $given }` is not a stage of { $pipeline }: { $stages }
why-moved-not-edited = move, win or lose the deal instead
why-stage-twice = the stage { $given } is there twice
why-pipeline-twice = there is a pipeline { $given } already
why-pipeline-without-stages = it has no stages
why-disposition-line = line { $line } is no `CODE SLUG [reached] [do-not-contact] [: LABEL]`: { $given }
why-not-a-code = `{ $given }` is not a code of one to three digits
why-not-a-slug = `{ $given }` is not a word, or two with a slash between them
why-disposition-twice = { $given } has the code or the slug of { $other }
why-no-first-level = { $given } stands under { $first }, which is not there
why-no-dispositions = there is no disposition in it
why-pipeline-line = line { $line } is neither `[SLUG] NAME` nor a stage, `SLUG PERCENT [AGEING/STALE] [: LABEL]`: { $given }
why-no-pipelines = there is no pipeline in it
why-answer-differs = that is not what the record holds
why-nothing-to-ask = nothing is on record that could be asked; write how you made sure who is calling
why-verify-first = the caller has to answer first: { $questions }
why-asked-of-callers = asked of callers: verify them first (r; show --answer): { $questions }
failure-dial = { $why }
failure-dial-hint = Look at `callsheet config dial show`
failure-no-dial-command = There is no command to dial with
failure-no-dial-command-hint = Name one: callsheet config dial set 'dialer {"{"}number{"}"}'
failure-no-config-file = There is no home directory to keep a configuration in
failure-no-config-file-hint = Name a file with --config FILE
why-stage-in-use = { $stage } of { $pipeline } cannot go while deals stand in it, like { $deal }. Move them first

## Reasons: Users

why-admin-needed = somebody must stay administrator

## Reasons: Files

why-nothing-to-update = nothing is there that it would update
why-fits-several = it fits { $count } customers
why-card-unended = it has no end; the file is cut there, or the next one begins within it
why-not-a-property = `{ $given }` is no property
why-is-a-group = it is a group, not a customer
why-task-ended = it is done or cancelled
why-mail-too-long = the message is too long: more than 32 MB, or a line of more than 1 MB
why-not-a-mail = it is not a message
why-mail-garbled = some of the text is not in the encoding the message says it is in
why-mail-among-us = nobody it is from or to is a customer: all its addresses are ours, or it has none
why-workbook-broken = the workbook cannot be read: { $why }
why-workbook-too-big = unpacked, { $part } comes to more than { $most } MB; save the sheet as CSV
why-no-such-sheet = the workbook has no sheet { $given }; its sheets are { $found }
why-file-unreadable = { $file } cannot be read: { $why }
why-file-unwritable = how far it has come cannot be noted beside { $file }: { $why }
why-not-a-file = { $file } is not a file
why-file-too-new = { $file } was written by a later Callsheet (version { $found } of the format); bring this one up to date first
why-file-empty = { $file } is empty; a CSV file begins with a line of column names
why-not-text = { $file } is not text; save it as CSV first
why-cell-error = a cell holds the error { $given }
why-row-lacks = the row has no { $fields }
why-row-width = the row has { $count } cells, the header { $width }; is a quote or a delimiter missing?
why-not-in-encoding = some of the text is not { $encoding }
why-control-character = the text holds a control character ({ $code })
why-text-after-quote = the quotes are broken: text follows a closing quote (a quote within quotes is written twice)
why-quote-unclosed = the quotes are broken: a quote is opened and not closed
why-cell-too-long = the cell is too long: more than 1 MB
why-row-too-long = the row is too long: more than 4 MB
why-columns-unknown = none of the columns is known: { $found }; name them with --map, or say with --as what the rows are
why-columns-missing = the file has no column for { $named } of { $target }; its columns are { $found }
why-columns-too-many = the header has { $count } columns, which is no table of customers; is the delimiter right?
why-mapping-column = the mapping names a column `{ $header }`; the columns are { $found }
why-mapping-field = the mapping names a field `{ $field }`; the fields of { $target } are { $named }
why-mapping-line = line { $line } of the mapping is not of the form HEADER = FIELD

## Reasons: A value that cannot be read

why-value-unreadable = its checksum or its shape is wrong
why-value-misplaced = it says it is { $says }
why-value-unknown = nothing of Callsheet is kept so

## Reasons: The audit log

why-entry-missing = it is missing or out of place
why-entry-changed = it was changed
why-log-cut-short = the log ends before the head that was recorded
why-head-unknown = the head kept elsewhere is not part of this log
why-reshaped-not-edited = merge, un-merge or archive the customer instead
why-not-leased = this customer is not leased to you; ask for the next one
why-not-a-span = cannot be read as a duration; write =4:12 or =12m
why-not-calling-hours = `{ $given }` are no calling hours; write them as mon-fri 9-20, sat 10-16
why-not-a-retry-rule = `{ $given }` is no retry rule; write 6 for six attempts at different parts of the day, or 6x4h
why-script-heading = line { $line }: `{ $given }` is no heading; write [name], or [name] = CODE where the call comes to an outcome
why-script-twice = line { $line }: there is a step `{ $given }` already
why-script-no-step = line { $line }: there is no step `{ $given }`
why-script-key-twice = line { $line }: the key { $given } leads somewhere else already
why-script-outcome = line { $line }: `{ $given }` is neither the code nor the name of a disposition

## What happened to a store

notice-replayed = Callsheet did not end as it should last time. { $count ->
    [one] One change was
   *[other] { $count } changes were
} brought back from the journal; nothing is lost.
notice-image-renewed = The last image of the store was missing or damaged. Nothing is lost; a new one is being taken.
notice-torn = The last change was still being written when Callsheet stopped. It was not saved: please enter it again.
notice-rebuilt = The store could not be used ({ $why }). It was made anew and holds everything up to { $until }.
notice-until-revision = revision { $revision }
notice-amiss = Something is amiss: { $finding }. Run `callsheet doctor` to look at everything.
notice-aside = { " " }What was there before is kept in { $path }; remove it when all is well.
why-store-missing = it was missing
why-store-unreadable = it could not be read: { $said }
why-store-fatal = it could not be opened safely: { $said }
why-store-differs = it did not hold what had been written
why-row-not-allowed = your role ({ $role }) may not bring in users, teams or settings
why-no-id-to-keep = { $given } is no id a record can have
why-id-taken = { $given } is another record here ({ $by }), and the file is from another store
why-line-too-long = the line is longer than { $most } bytes
why-not-utf-8 = the line is not UTF-8
why-not-one-record = the line is not one record under the name of its noun
why-field-unknown = there is no field { $field }
why-hook-limit = a hook may take 1 to { $most } seconds
why-store-outdated = it was older than the journal

## Reasons: A store that takes no changes

why-disk-full = the disk is full ({ $said })
why-little-room = only { $free } MB are free on the disk, and { $needed } MB must stay so
why-disk-read-only = the disk can only be read ({ $said })
why-disk-fails = the disk cannot be written to ({ $said })

## Reasons: A store or a host that cannot answer

why-session-ended = the session with it has ended
why-connection-lost = the connection to it is lost
why-answer-of-another-kind = its answer is not one to this question; are two versions of Callsheet at work?
why-answer-too-long = the answer is too long; ask for less
why-answer-panicked = answering failed inside; please report this
why-asked-elsewhere = this is not asked of it here; please report this
why-of-another-noun = { $record } is of another kind; please report this
why-undo-garbled = what can be taken back cannot be understood ({ $said })
why-no-thread = the system gives no more threads ({ $said })
why-no-randomness = the system gives no random numbers ({ $said })
why-cursor-in-use = somebody else moves this cursor; try again
why-audit-entry-damaged = entry { $number } of the audit log is damaged; callsheet doctor looks at everything
why-founded-elsewhere = another program is making this store; try again
why-hash-key-missing = the key of its indexes is missing; restore from a backup
why-hash-key-damaged = the key of its indexes is damaged; restore from a backup
why-call-being-made = this very change is being made already
why-too-many-others = too many others change the same records; try again
why-call-does-not-end = something it does does not end; end Callsheet and start it again
why-work-panicked = the work on it failed inside; please report this
why-record-damaged = what it keeps of a { $what } is damaged ({ $said }); callsheet doctor looks at everything
why-store-closed = it is closed
why-store-failed = it failed inside ({ $said }); nothing acknowledged is lost, start again
why-store-damaged = it is damaged ({ $said }); nothing acknowledged is lost, start again and it is made anew
why-file-fails = { $doing ->
    [looking-at] looking at
    [reading-the-key-file] reading the key file
    [starting-a-thread-for] starting a thread for
   *[other] { $doing }
} { $path }: { $said }
why-not-a-store = { $path } is not a whole store ({ $said }); nothing was changed
why-journal-damaged = the journal is damaged at byte { $offset } of { $path } ({ $said }); nothing was changed, restore from a backup
why-image-damaged = the image { $path } is damaged ({ $said }); nothing was changed, use another backup
why-image-missing = the image that the journal goes on from is missing in { $path } (the journal begins with revision { $first }); nothing was changed, restore from a backup
why-not-an-image = { $path } is not a backup made by Callsheet; name another file
why-view-too-old = too much has changed meanwhile; ask again
why-feed-too-old = changes are kept from revision { $first } on only; read everything afresh
why-key-damaged = the key kept with the store is damaged ({ $said }); nothing was changed, restore from an image or a backup
why-file-damaged = { $path } is damaged ({ $said }); remove it, it is made anew
why-bad-key-file = { $path } is no key file: it must hold between 32 bytes and 64 KB nobody can guess
why-host-mute = the host that was started cannot be spoken to
why-host-ended-at-once = the host that was started ended at once
why-host-ended-meanwhile = the host ended meanwhile; look whether it was done before you ask again
why-host-failed = { $doing ->
    [asking-who-the-host-is] asking who the host is
    [beginning-a-session] beginning a session
    [connecting-to-the-host] connecting to the host
    [greeting-the-host] greeting the host
    [hearing-whoever-started-the-host] hearing whoever started the host
    [listening] listening
    [listening-for-signals] listening for signals
    [locking-the-place-of-the-host] locking the place of the host
    [sending-it-to-the-host] sending it to the host
    [starting-the-host] starting the host
    [telling-the-host-its-key] telling the host its key
    [telling-whoever-started-the-host] telling whoever started the host
    [waiting-for-another-start-of-the-host] waiting for another start of the host
   *[other] { $doing }
}: { $said }

## Reasons: What is wrong with the files of a store

why-library-said = the library beneath it says: { $said }
why-slip-of-ours = a slip of Callsheet's, please report it: { $said }
why-probe-silent = whoever looked at it first gave no answer within { $seconds } s
why-probe-ended = whoever looked at it first ended ({ $said })
why-still-not-right = made anew, it still is not right: { $said }
why-not-as-written = it does not hold what was just written to it
why-applied-unreadable = what was entered last cannot be read
why-value-without-revision = the value at { $key } has no revision
why-value-tampered = the value at { $key } was changed or belongs to another key
why-chain-head-unreadable = the end of a chain of entries cannot be read
why-entries-differ = { $found } entries are there, and they are not the { $wanted } it must hold
why-generation-missing = generation { $number }, the one in use, is missing
why-current-missing = `current`, which names the generation in use, is missing
why-current-unreadable = `current`, which names the generation in use, cannot be read
why-current-foreign = `current` was not written by Callsheet
why-journal-missing = its journal is missing
why-journal-empty = its journal is empty
why-journal-ends-early = it ends at revision { $last }, and the store holds revision { $held }
why-revision-missing = revision { $revision } is missing
why-segment-missing = it is missing
why-segment-ends-early = it ends before revision { $last }, and the next part begins with { $after }
why-frame-expected = { $said }; revision { $revision } should follow
why-frame-missing = a change is missing
why-frame-none = no change begins where one should
why-frame-cut = it ends in the middle of a change
why-frame-header = the beginning of a change is wrong
why-frame-checksum = the checksum of a change is wrong
why-frame-unreadable = a change cannot be read
why-frame-sealed = a change is encrypted, and there is no key
why-frame-unsealed = a change is not encrypted
why-frame-tampered = a change was altered, or belongs to another store
why-image-cut = its end is missing
why-image-footer = its end contradicts itself
why-image-header = its beginning is missing
why-image-hash = its checksum is wrong
why-image-contents = it does not hold what it says it holds
why-manifest-unreadable = what it says of itself cannot be read
why-chunk-cut = it ends in the middle of a part
why-chunk-none = no part begins where one should
why-chunk-too-long = a part is too long
why-chunk-checksum = the checksum of a part is wrong
why-chunk-unreadable = a part cannot be read
why-chunk-misplaced = a part is out of place
why-sealed-tampered = what is encrypted there was altered or belongs elsewhere
why-file-cut = it is cut short
why-file-checksum = its checksum is wrong
why-key-unusable = it cannot be used: { $said }
why-key-too-dear = it asks for { $memory } KiB, { $passes } passes and { $lanes } lanes

# What is wrong with a command line

why-option-unknown = there is no option `{ $given }` here
why-option-unknown-like = there is no option `{ $given }`, perhaps `{ $like }` is meant
why-word-superfluous = `{ $given }` is one word too many
why-command-unknown = there is no command `{ $given }`
why-command-unknown-like = there is no command `{ $given }`, perhaps `{ $like }` is meant
why-command-missing = `{ $command }` needs a command behind it: { $allowed }
why-argument-missing = this is missing: { $what }
why-value-missing = { $option } needs a value
why-value-unfit = { $option }: { $said }
why-value-superfluous = { $option } takes no value `{ $given }`
why-values-count = { $option } takes { $wanted } values
why-options-exclude = { $option } cannot stand beside { $other }
why-option-twice = { $option } can be given only once
why-said-by-reader = { $error }
why-not-between = `{ $given }` is not between { $least } and { $most }
why-not-a-delimiter = `{ $given }` is not one ASCII character, tab or space
why-not-an-encoding = `{ $given }` is not an encoding like utf-8, utf-16le, gb18030 or latin1
