# What a check of the store found, and behind -hint what the reader can do.

severity-fine = fine
severity-note = note
severity-damage = damage

area-store = Store
area-journal = Journal
area-images = Images
area-files = Files
area-values = Values
area-indexes = Indexes
area-sequences = Sequences
area-audit = Audit log
area-undo = Undo
area-references = References

looked-store = { $count } entries are counted and compared with their hash
looked-journal = { $count } changes since the last image are read
looked-images = { $count } images are verified
looked-files = { $count } files are private
looked-values = { $count } values are read
looked-indexes = { $count } index keys are compared with their records
looked-sequences = { $count } sequences are compared with the highest ids
looked-audit = { $count } entries are followed, link by link
looked-undo = { $count } changes can be taken back
looked-references = { $count } references are followed

place-record = { $noun } { $id }
place-undo = undo entry { $id }
place-audit = entry { $id } of the audit log
place-key = the entry at { $id }

finding-store-differs = { $file } does not hold what was written to it: { $found } entries instead of { $written }, or others
finding-store-differs-hint = end every program that has it, move that directory aside and start again: it is made anew from image and journal
finding-journal-damaged = The journal { $file } cannot be read on at byte { $offset }
finding-journal-damaged-hint = make a backup now, while the store can still be read: callsheet backup FILE
finding-journal-gap = No image reaches revision { $first }, with which the journal begins; the last ends with { $image }
finding-journal-gap-hint = make a backup now: callsheet backup FILE
finding-image-damaged = The image { $file } cannot be restored from
finding-image-damaged-hint = make a backup now: callsheet backup FILE
finding-image-not-taken = The last automatic backup could not be taken: { $why }
finding-image-not-taken-hint = nothing is lost: it is tried again by itself; make room on the disk, or make one elsewhere: callsheet backup FILE
finding-open-to-others = Others may use { $file } (its mode is { $mode })
finding-open-to-others-hint = chmod go-rwx takes that away
finding-foreign-owner = { $file } belongs to the user with the number { $owner }
finding-foreign-owner-hint = chown gives it back; find out who put it there
finding-little-space = Only { $free } of the disk are free, the next image needs { $needed }
finding-little-space-hint = make room, or the store will be read-only before long
finding-leftover = { $file } is no longer used and takes { $bytes }
finding-leftover-hint = once the store has been well for a while it can be deleted
finding-value-damaged = { $what } cannot be read: { $why }
finding-value-damaged-hint = callsheet doctor --repair puts it aside; then enter it again, or restore a backup from before
finding-value-too-new = { $what } has version { $found }, this program knows up to { $known }
finding-value-too-new-hint = use a newer Callsheet
finding-quarantined = { $count ->
    [one] { $count } damaged value was put aside by a repair
   *[other] { $count } damaged values were put aside by repairs
}
finding-quarantined-hint = a backup from before holds what they were
finding-index-lacks = { $what } is not found by { $index }
finding-index-lacks-hint = callsheet doctor --repair makes the indexes anew
finding-index-stray = The index { $index } leads to nothing at { $key }
finding-index-stray-hint = callsheet doctor --repair makes the indexes anew
finding-sequence-behind = The next id of { $of } would be { $next }, but { $highest } is taken
finding-sequence-behind-hint = callsheet doctor --repair raises it
finding-audit-broken = The audit log is broken at entry { $at }: { $why }
finding-audit-broken-hint = keep a copy of the data directory and find out who could write to it; a repair does not touch the log
finding-steps-lacking = Change { $undo } cannot be taken back: not all of its steps are there
finding-steps-lacking-hint = callsheet doctor --repair puts what is left of it aside
finding-steps-stray = Steps of change { $undo } are there, and nobody can ask for them
finding-steps-stray-hint = callsheet doctor --repair puts them aside
finding-dangling = { $what } names { $to }, which is not there
finding-dangling-hint = give it another one by editing it, or leave it
finding-more = And { $count } more like these: { $like }
finding-more-hint = deal with these first, then look again

table-records = records
table-timeline = timeline
table-queue = queue
table-follow-ups-of = follow-ups of a customer
table-board = board
table-deals-of = deals of a customer
table-tickets-of = tickets of a customer
table-open-tickets = open tickets
table-orders-of = orders of a customer
table-people-at = people at an organisation
table-by-address = phone or e-mail
table-by-external-id = external id
table-by-name = name
table-suppressed = do not contact
table-members-of = members of a call list
table-attempts-of = attempts of a call list
table-due = what falls due
table-steps-of = next steps of a deal
table-by-content = content
table-ordered-at = orders by time
table-interactions-at = interactions by time
table-callbacks-at = callbacks by time
table-sequence = sequences
table-undo = undo
table-undo-steps = undo steps
table-undo-by = undo by user
table-undo-of = undo by customer
table-cursor = cursors
table-hash-key = hash key
table-quarantine = quarantine
table-audit = audit log
