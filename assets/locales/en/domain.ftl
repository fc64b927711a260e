# The words of the trade, one for each thing.

## Nouns

customer = customer
customers = customers
contact = contact
contacts = contacts
interaction = interaction
interactions = interactions
timeline = timeline
disposition = disposition
reason = reason
wrap-up = wrap-up
follow-up = follow-up
follow-ups = follow-ups
call-list = call list
call-lists = call lists
deal = deal
deals = deals
stage = stage
pipeline = pipeline
ticket = ticket
tickets = tickets
order = order
orders = orders
product = product
order-lines = order lines
products = products
tag = tag
tags = tags
view = view
views = views
consent = consent
do-not-contact = do not contact
list-state-waiting = waiting
list-state-leased = with an agent
list-state-reached = reached
list-state-exhausted = given up
list-state-skipped = left out
skip-complaint = open complaint
skip-do-not-contact = do not contact
skip-no-number = no number
skip-gone = archived or gone
skip-hours = outside calling hours
skip-until = outside calling hours until { $again }
list-passed = Passed over: { $name } ({ $why })
list-nobody-now = Nobody is to be called now; the next is due { $again }.
list-done = Nobody is left to call.
user = user
users = users
role = role
team = team
teams = teams
list = call list
member = member of a call list
attempt = attempt
settings = settings
change = change

## Customers

kind-person = person
kind-organisation = organisation
country-cn = China

gender-female = female
gender-male = male
gender-other = other
gender-unknown = not known

phone-mobile = mobile
phone-work = work
phone-home = home
phone-fax = fax
phone-other = other

deal-role-decider = decision maker
deal-role-user = user
deal-role-influencer = influencer
deal-role-buyer = buyer
deal-role-gatekeeper = gatekeeper
deal-role-other = other

## Interactions

channel-phone = phone
channel-sms = text message
channel-email = e-mail
channel-wechat = WeChat
channel-chat = chat
channel-web = website
channel-in-store = in store
channel-visit = visit
channel-meeting = meeting
channel-event = event
channel-letter = letter
channel-note = note

direction-in = in
direction-out = out
call-in = in
call-out = out
direction-inbound = Inbound
direction-outbound = Outbound
direction-internal = internal

disposition-reached = Reached
disposition-no-answer = No answer
disposition-callback = Callback agreed
disposition-busy = Busy
disposition-voicemail = Voicemail
disposition-wrong-number = Wrong number
disposition-not-interested = Not interested
disposition-resolved = Resolved
disposition-do-not-call = Do not call again

## Follow-ups

follow-up-callback = callback
follow-up-promise = promise
follow-up-task = task
follow-up-care-call = care call

follow-up-state-open = open
follow-up-state-done = done
follow-up-state-cancelled = cancelled

recurrence-once = once
recurrence-daily = every day
recurrence-weekly = every week
recurrence-monthly = every month
recurrence-yearly = every year

## Deals

pipeline-sales = Sales
stage-new = New
stage-qualified = Qualified
stage-proposal = Proposal
stage-negotiation = Negotiation
stage-won = Won
stage-lost = Lost

deal-state-open = open
deal-state-won = won
deal-state-lost = lost

## Tickets

ticket-request = request
ticket-fault = fault
ticket-complaint = complaint

urgency-low = low
urgency-normal = normal
urgency-high = high
urgency-critical = urgent

ticket-state-open = open
ticket-state-waiting = waiting
ticket-state-closed = closed

## Call lists

attempt-leased = being called
attempt-done = done
attempt-due = due

## People at work

role-agent = agent
role-supervisor = supervisor
role-admin = administrator
role-auditor = auditor
role-service = service

action-read = look at records
action-write = add or change records
action-reshape = merge or archive customers
action-see-masked = see the numbers and addresses of customers that are not yours
action-reveal = have a masked number or address shown
action-reassign = give a colleague's customer to somebody else
action-undo-own = undo your changes
action-undo-others = undo a colleague's changes
action-suppress = add to the do-not-contact list
action-unsuppress = lift a do-not-contact
action-run-lists = make or change call lists
action-ring = announce calls
action-import = bring files in
action-export = take data out
action-audit = read the audit log
action-supervise = see what colleagues do
action-advise = advise on colleagues' live calls
action-own-pin = change your PIN
action-manage-users = manage users, roles and teams
action-configure = change the settings
action-maintain = back up, restore, check or encrypt the store

state-ready = ready
state-ringing = ringing
state-on-call = on call
state-hold = on hold
state-after-call = after call
state-break = break
state-training = training
state-off = signed off

owner-user = user
owner-team = team
owner-anyone = anyone

## Fields of records

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
field-day-starts = Day starts
field-calling-hours = Calling hours
field-retry = Retry rule
field-script = Script
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
field-active = Active
field-address = Address
field-at = When
field-category = Category
field-amount = Amount
field-charges = Charges
field-consents = Consents
field-contact = Contact
field-contact-title = Contact's title
field-lines = Lines
field-currency = Currency
field-custom = Own fields
field-customer = Customer
field-discontinued = Discontinued
field-discount = Discount
field-email = E-mail
field-extension = Extension
field-external-id = Id
field-external-ids = External ids
field-fax = Fax
field-first-name = First name
field-last-name = Last name
field-line = Line
field-login = Login
field-method = Method
field-mobile = Mobile
field-number = Number
field-order = Order
field-organisation = Organisation
field-os-user = System user
field-other = The other customer
field-dispositions = Outcomes
field-pipelines = Pipelines
field-scripts = Scripts
field-verification = Verification
field-seats = Shared seats
field-retired-pipelines = Retired pipelines
field-retired-dispositions = Retired outcomes
field-pin = PIN
field-mask-phones = Masked for agents
field-lost-reasons = Reasons of losing
field-lock-after-min = Locked after minutes
field-channels = Channels
field-pipeline = Pipeline
field-preferred-channel = Preferred channel
field-price = Price
field-product = Product
field-quantity = Quantity
field-query = Query
field-recording = Recording
field-role = Role
field-service-agent = Service agent
field-state = State
field-talk-s = Talk time
field-team = Team
field-unit = Unit
field-unit-price = Unit price
field-verified = Verified by
field-snoozed = Snoozed
field-rank = Rank

## What the audit log says

fate-created = created
fate-edited = edited
fate-removed = removed
fate-due = due
action-manage-hooks = manage hooks
hook-done = done
hook-failed = failed
hook-too-long = took too long
hook-not-started = could not be started
hook = hook
fate-revealed = revealed
fate-not-verified = caller not verified
fate-handed-on = handed on
fate-discarded = a call was thrown away
actor-user = user
actor-system = Callsheet
actor-rule = a rule
actor-hook = a hook

## The store as a whole

key-passphrase = the passphrase
key-file = the key file
task-opening = Opening the store
task-replaying = Bringing back what the last run had not finished
task-checking = Checking the store
task-rebuilding = Rebuilding the store from its backup and journal
task-imaging = Writing a backup
task-restoring = Restoring the backup
task-compacting = Compacting the store
task-encrypting = Encrypting the store
task-upgrading = Bringing the store to the format of this version
task-percent = { $task }: { $percent } %

## What somebody is doing

presence-ready = Ready
presence-ringing = Ringing
presence-on-call = On call
presence-hold = Hold
presence-after-call = After-call work
presence-break = Break
presence-training = Training
presence-off = Signed off

## What was done, as the audit log names it

audited-assignment-hand-over = handed over
audited-bulk-edit = changed all
audited-calls-dial = dialled
audited-calls-dial-nevertheless = called all the same
audited-calls-ring = call came in
audited-calls-wrap-up = wrapped up
audited-customers-add = added customer
audited-customers-archive = archived
audited-customers-edit = edited customer
audited-customers-merge = merged
audited-customers-reveal = shown unmasked
audited-customers-unmerge = taken apart
audited-customers-verify = asked who it is
audited-deals-add = added deal
audited-deals-edit = edited deal
audited-deals-lose = lost deal
audited-deals-move = moved deal
audited-deals-rank = reordered deal
audited-deals-win = won deal
audited-dnc-add = do not contact
audited-dnc-remove = may contact again
audited-duplicates-keep-apart = not the same
audited-duplicates-merge = merged duplicates
audited-export-start = export
audited-floor-set-state = state changed
audited-follow-ups-add = planned
audited-follow-ups-done = done
audited-follow-ups-due = fell due
audited-follow-ups-edit = edited follow-up
audited-follow-ups-give-back = gave back
audited-follow-ups-snooze = snoozed
audited-follow-ups-take = took
audited-hooks-add = added hook
audited-hooks-remove = removed hook
audited-interactions-edit = edited interaction
audited-interactions-log = logged
audited-interactions-move = moved interaction
audited-jobs-import = imported
audited-lists-attempt = tried to reach
audited-lists-create = made call list
audited-lists-next = took the next
audited-maintenance-back-up = backup
audited-maintenance-change-key = changed the key
audited-maintenance-decrypt = decrypted
audited-maintenance-encrypt = encrypted
audited-maintenance-repair = repaired
audited-maintenance-restore = restored
audited-redo = did again
audited-undo = took back
audited-undo-expired = undo expired
audited-seat-lock = locked
audited-seat-sign-off = signed off
audited-seat-sign-on = signed on
audited-seat-unlock = unlocked
audited-system-configure = changed settings
audited-system-found = founded the store
audited-tickets-add = opened ticket
audited-tickets-close = closed ticket
audited-tickets-edit = edited ticket
audited-transfer-accept = took the call over
audited-transfer-offer = offered the call
audited-users-add = added user
audited-users-add-team = added team
audited-users-edit = edited user
audited-users-set-pin = changed PIN
audited-users-set-role = changed role
audited-users-set-seat = changed seats
audited-views-remove = removed view
audited-views-save = saved view
