# Refusals and errors: what happened and what the reader can do.

## Refusals of the door, and behind -hint what the reader can do

refusal-not-allowed = Your role does not allow this: { $action }
refusal-not-allowed-hint = ask a supervisor or an administrator
refusal-do-not-contact = { $address } is on the do-not-contact list: { $why }
refusal-do-not-contact-hint = a supervisor may lift it
refusal-conflict = { $field } was changed meanwhile; it is now { $theirs }
refusal-conflict-hint = look at the record and try again
refusal-invalid = { $field }: { $why }
refusal-not-found = There is no { $noun } `{ $given }`
refusal-not-found-hint = search for it: callsheet find
refusal-ambiguous = `{ $given }` could be any of { $count }
refusal-ambiguous-hint = name one by its id
refusal-read-only = The store takes no changes: { $why }
refusal-cancelled = Stopped
refusal-unavailable = The store cannot answer: { $why }
refusal-changed-since = { $record } was changed since
refusal-changed-since-hint = undo that first
refusal-nothing-to-undo = There is nothing to undo
refusal-already-done = This was done already, at revision { $revision }
failure-screen = The screen had to close: { $why }
