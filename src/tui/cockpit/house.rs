//! What the cockpit itself keeps up to date: who one is, the settings, what is due, the state of the
//! store.

use super::errands::Asker;
use super::{Cockpit, Order};
use crate::domain::audit::Touched;
use crate::domain::follow_up::{Announcement, FollowUpKind, Lane};
use crate::domain::id::FollowUpId;
use crate::domain::noun::Noun;
use crate::domain::record::Record;
use crate::domain::time::Timestamp;
use crate::door::follow_ups::{self, Queue, QueueFilter, QueueItem};
use crate::door::system::{self, State};
use crate::door::{Event, Refusal, Response};
use crate::i18n::clock;
use crate::tui::layers::{ImportLayer, first_start};
use crate::tui::pane::{Context, Input, Reply, Tag};
use std::rc::Rc;

pub(super) const STATE: Tag = 7;
/// How long an announcement stands in the status line, in seconds.
const ANNOUNCED: i64 = 60;
const STATUS: Tag = 1;
const SETTINGS: Tag = 2;
const DUE: Tag = 3;
/// Replies of the cockpit's own layers.
pub(super) const PALETTE: Tag = 4;
const FIRST_START: Tag = 5;
pub(super) const NOTHING: Tag = 6;
pub(super) const GATE: Tag = 8;
pub(super) const SEAT: Tag = 9;

/// What is due and overdue, as row 1 says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Callbacks whose hour has come.
    pub callbacks: usize,
    /// Everything else of an earlier day or hour.
    pub overdue: usize,
    /// What announced itself since the queue was looked at.
    told: Vec<(FollowUpId, Announcement)>,
}

impl Due {
    fn of(queue: &Queue, context: &Context) -> Self {
        let in_lane = |lane| queue.items.iter().filter(move |item| item.lane == lane);
        Self {
            callbacks: in_lane(Lane::Callback).filter(|item| item.follow_up.due <= context.now).count(),
            overdue: in_lane(Lane::Overdue).count(),
            told: Vec::new(),
        }
    }
}

/// What fell due, as the status line tells it for a while.
pub(super) struct Announced {
    /// How long.
    until: Timestamp,
    /// The first, and how it announced itself.
    first: QueueItem,
    how: Announcement,
    /// How many there are.
    count: usize,
}

impl Announced {
    /// What is said of it, as long as it stands.
    pub(super) fn said(&self, context: &Context) -> Option<String> {
        if context.now >= self.until {
            return None;
        }
        let words = &context.look.words;
        if self.count > 1 {
            return Some(words.tf("due-several", &[("count", self.count.into())]));
        }
        let QueueItem { follow_up, customer_name, .. } = &self.first;
        let time = clock(follow_up.due.local(context.settings.calendar.zone));
        let what =
            [("time", time.into()), ("name", customer_name.as_str().into()), ("text", follow_up.text.as_str().into())];
        Some(words.tf(&format!("due-{}", self.how.slug()), &what))
    }
}

impl Cockpit {
    /// Asks for everything shown, as far as the store answers: after events were missed.
    pub(super) fn refresh(&mut self) {
        self.ask_about_the_store();
        if self.context.store.answers() {
            self.fetch_everything();
        }
    }

    /// Asks for everything shown.
    pub(super) fn fetch_everything(&mut self) {
        self.errands.ask(Asker::House, STATUS, system::Request::Status.into());
        self.errands.ask(Asker::House, SETTINGS, system::Request::Settings.into());
        self.ask_what_is_due();
        self.share_afresh();
        self.tell_everybody(|| Input::Refresh);
    }

    fn ask_what_is_due(&mut self) {
        let request = follow_ups::Request::Queue(QueueFilter::default());
        self.errands.ask(Asker::House, DUE, request.into());
    }

    /// Something happened outside.
    pub(super) fn hear(&mut self, event: Event) {
        match event {
            Event::Changed { touched, .. } => self.changed(&touched),
            Event::Due { follow_up, announced, .. } => {
                self.due.told.push((follow_up, announced));
                self.ask_what_is_due();
            }
            Event::Floor(news) => self.hear_of_the_floor(news),
            Event::Ring(ring) => self.desk.hear(ring, self.context.now),
            Event::Store(standing) => self.store_is(standing),
        }
    }

    fn changed(&mut self, touched: &[Touched]) {
        let concerns = |noun| touched.iter().any(|one| one.record.noun == noun);
        if concerns(Noun::FollowUp) {
            self.ask_what_is_due();
        }
        self.tell_everybody(|| Input::Changed(touched.to_vec()));
        let is_me = |one: &Touched| one.record == self.context.me.reference();
        if concerns(Noun::Settings) || touched.iter().any(is_me) {
            // What one may see, and what is masked, may be another thing now.
            self.fetch_everything();
        }
    }

    pub(super) fn take_answer(&mut self, tag: Tag, answer: Result<Response, Refusal>) {
        match (tag, answer) {
            (STATUS, Ok(Response::System(system::Response::Status(status)))) => {
                self.context.me = status.me;
                if status.customers == 0 && self.context.store == State::Ready {
                    self.offer_a_start();
                }
            }
            (STATE, Ok(Response::System(system::Response::State(standing)))) => self.store_is(standing),
            (SETTINGS, Ok(Response::System(system::Response::Settings(settings)))) => {
                self.context.settings = Rc::new(*settings);
            }
            (DUE, Ok(Response::FollowUps(follow_ups::Response::Queue(queue)))) => {
                let told = std::mem::take(&mut self.due.told);
                self.due = Due::of(&queue, &self.context);
                self.announce(&queue, &told);
            }
            (SEAT, Ok(Response::Seat(answer))) => self.seat_answered(answer),
            (_, Err(refusal)) => self.refused(&refusal),
            _ => {}
        }
    }

    /// One line for what falls due in one's own queue, and one bell if a callback is among it.
    fn announce(&mut self, queue: &Queue, told: &[(FollowUpId, Announcement)]) {
        let of =
            |item: &QueueItem| told.iter().find(|(id, _)| *id == item.follow_up.id).map(|(_, announced)| *announced);
        let due: Vec<_> = queue.items.iter().filter_map(|item| Some((item, of(item)?))).collect();
        let Some(&(item, announced)) = due.first() else { return };
        if due.iter().any(|(item, _)| item.follow_up.kind == FollowUpKind::Callback) {
            self.orders.push(Order::Bell);
        }
        // What was said before the bell is no answer to it.
        self.status.toast = None;
        let until = self.context.now.plus(ANNOUNCED);
        self.status.announced = Some(Announced { until, first: item.clone(), how: announced, count: due.len() });
    }

    /// Once a session: an empty store after that is what the person wanted.
    fn offer_a_start(&mut self) {
        if !std::mem::replace(&mut self.start_offered, true) {
            let question = first_start::question(&self.context);
            self.push(Asker::House, FIRST_START, Box::new(question));
        }
    }

    pub(super) fn take_reply(&mut self, tag: Tag, reply: Reply) {
        if tag == GATE {
            return self.let_in();
        }
        let Reply::Chosen(chosen) = reply else { return };
        match (tag, chosen.as_str()) {
            (PALETTE, slug) => self.run_from_palette(slug),
            (FIRST_START, first_start::SAMPLE) => {
                let layer = (self.sample)(&self.context);
                self.push(Asker::House, NOTHING, layer);
            }
            (FIRST_START, first_start::IMPORT) => {
                self.push(Asker::House, NOTHING, Box::<ImportLayer>::default());
            }
            _ => {}
        }
    }
}
