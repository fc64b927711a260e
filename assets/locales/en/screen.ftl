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
