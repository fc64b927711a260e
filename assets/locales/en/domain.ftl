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
lead = lead
ticket = ticket
tickets = tickets
order = order
orders = orders
product = product
order-lines = order lines
products = products
tag = tag
tags = tags
segment = segment
view = view
views = views
consent = consent
authority = authority
do-not-contact = do not contact
user = user
users = users
role = role
team = team
teams = teams

## Customers

kind-person = person
kind-organisation = organisation

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
