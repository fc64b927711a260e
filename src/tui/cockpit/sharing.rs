//! What the screen shares with everybody else through the host: what is typed in forms, the call that is open, so that it outlives the screen;
//! the customer that is open, so that others know; what one does. It is handed over at once where something happens,
//! and a moment later where somebody only types or moves.

use super::Cockpit;
use super::errands::Asker;
use super::house::NOTHING;
use crate::domain::id::CustomerId;
use crate::domain::presence::{Presence, State};
use crate::domain::time::Timestamp;
use crate::door::floor::{Content, Draft, Left, News, Request, Response};
use crate::door::{self, CallId, Refusal};
use crate::i18n::clock;
use crate::tui::forms;
use crate::tui::layers::takeover;
use crate::tui::pane::{Input, Reply, Subject, Tag, Tone};
use crate::tui::words::{aside, label};

/// What was left open, asked by the screen itself and by the person.
const MINE: Tag = 1;
const LEFT: Tag = 2;
const KEEP: Tag = 3;
const DROP: Tag = 4;
const OPEN: Tag = 5;
const STATE: Tag = 6;
const TAKE_OVER: Tag = 7;
const BREAK: Tag = 8;

/// Milliseconds that typing or moving is let go on before it is handed over.
const MOMENT: i64 = 300;

/// What the host has of this screen.
#[derive(Default)]
pub struct Sharing {
    /// The drafts as the host has them, or as they are on their way there.
    kept: Vec<Draft>,
    /// The one on its way: the next waits, so that none overtakes another.
    keeping: Option<CallId>,
    /// When the next one is handed over.
    keep_at: Option<Timestamp>,
    /// The customer the host has as open here.
    opened: Option<CustomerId>,
    /// When the present one is told.
    open_at: Option<Timestamp>,
    /// What one does.
    state: Option<State>,
    /// What was left open at other screens, as it was offered last.
    left: Vec<Left>,
    /// What a person did not want to go on with: it is not offered again by itself.
    declined: Vec<CallId>,
}

impl Sharing {
    /// When something is to be handed over.
    pub fn deadline(&self) -> Option<Timestamp> {
        [self.keep_at.filter(|_| self.keeping.is_none()), self.open_at].into_iter().flatten().min()
    }

    /// The draft to hand over now; what was only typed on waits a moment.
    fn due(&mut self, drafts: &[Draft], now: Timestamp) -> Option<Draft> {
        let Some(changed) = drafts.iter().find(|draft| !self.kept.contains(draft)) else {
            self.keep_at = None;
            return None;
        };
        let before = self.kept.iter().find(|kept| kept.id == changed.id);
        let is_only_typed = before.is_some_and(|kept| is_only_typed(kept, changed));
        let at = if is_only_typed { Timestamp(now.0 + MOMENT) } else { now };
        let at = *self.keep_at.insert(self.keep_at.map_or(at, |before| before.min(at)));
        if self.keeping.is_some() || at > now {
            return None;
        }
        (self.keep_at, self.keeping) = (None, Some(changed.id));
        self.kept.retain(|kept| kept.id != changed.id);
        self.kept.push(changed.clone());
        Some(changed.clone())
    }

    /// Those the host has that are open here no more, once.
    fn closed(&mut self, drafts: &[Draft]) -> Vec<CallId> {
        if self.keeping.is_some() {
            return Vec::new();
        }
        let is_closed = |kept: &mut Draft| !drafts.iter().any(|draft| draft.id == kept.id);
        self.kept.extract_if(.., is_closed).map(|kept| kept.id).collect()
    }
}

/// Whether nothing happened between two states of a draft but typing.
fn is_only_typed(kept: &Draft, draft: &Draft) -> bool {
    match (&kept.content, &draft.content) {
        (Content::Call(kept), Content::Call(draft)) => (&kept.call, kept.closing) == (&draft.call, draft.closing),
        _ => true,
    }
}

impl Cockpit {
    /// The host may know nothing of this screen any more: tells it all, and asks what was left open.
    pub(super) fn share_afresh(&mut self) {
        let Sharing { state, left, declined, .. } = std::mem::take(&mut self.sharing);
        self.sharing = Sharing { state, left, declined, ..Sharing::default() };
        self.ask_the_floor(MINE, Request::Mine);
        self.fetch_consults();
        self.fetch_offers();
    }

    /// Hands over what is due.
    pub(super) fn share(&mut self) {
        if self.context.store.answers() {
            self.share_the_drafts();
            self.share_the_customer();
        }
    }

    /// All that is being typed here: calls, then forms.
    fn drafts(&self) -> Vec<Draft> {
        let forms = self.layers.iter().filter_map(|layer| layer.pane.draft());
        self.desk.drafts().into_iter().chain(forms).collect()
    }

    fn share_the_drafts(&mut self) {
        let drafts = self.drafts();
        for id in self.sharing.closed(&drafts) {
            self.ask_the_floor(DROP, Request::Drop(id));
        }
        if let Some(draft) = self.sharing.due(&drafts, self.context.now) {
            self.ask_the_floor(KEEP, Request::Keep(Box::new(draft)));
        }
    }

    /// Hands over at once all that is typed, as the screen is about to go; whether any of it is still on its way.
    pub fn hands_over(&mut self) -> bool {
        if self.context.store.answers() {
            self.sharing.keep_at = Some(self.context.now);
            self.share_the_drafts();
        }
        self.sharing.keeping.is_some()
    }

    fn share_the_customer(&mut self) {
        let customer = self.context.subject.and_then(Subject::customer);
        let (sharing, now) = (&mut self.sharing, self.context.now);
        if sharing.opened == customer {
            sharing.open_at = None;
            return;
        }
        self.context.also_open.clear();
        if *sharing.open_at.get_or_insert(Timestamp(now.0 + MOMENT)) <= now {
            (sharing.opened, sharing.open_at) = (customer, None);
            self.ask_the_floor(OPEN, Request::Open(customer));
        }
    }

    fn ask_the_floor(&mut self, tag: Tag, request: Request) {
        self.errands.ask(Asker::Sharing, tag, request.into());
    }

    /// Something happened on the floor.
    pub(super) fn hear_of_the_floor(&mut self, news: News) {
        match news {
            News::State { user, state } => {
                if user == self.context.me.id {
                    self.sharing.state = state;
                }
                // Whoever comes, goes or rests changes what a layer shows of the floor.
                self.tell_layers(|| Input::Changed(Vec::new()));
            }
            News::AlsoOpen { customer, by } if self.sharing.opened == Some(customer) => self.context.also_open = by,
            News::AlsoOpen { .. } => {}
            News::TakenOver { draft, at } => self.give_up(draft, &at),
            News::RingTaken(ring) => self.desk.hear_taken(&ring),
            News::LeftOpen => self.ask_the_floor(MINE, Request::Mine),
            News::Consults => self.fetch_consults(),
            News::ShownCall => self.look_again(),
            News::Offers => self.fetch_offers(),
            News::Declined { by } => self.hear_declined(&by),
            News::Transferred { draft, to } => self.give_to(draft, &to),
        }
    }

    pub(super) fn take_the_floors_answer(&mut self, tag: Tag, answer: Result<door::Response, Refusal>) {
        let keeping = self.sharing.keeping.take_if(|_| tag == KEEP);
        match (tag, answer.and_then(Response::try_from)) {
            (_, Ok(Response::Mine { state, left })) => {
                self.sharing.state = Some(state);
                self.offer(left, tag == LEFT);
            }
            (STATE, Ok(Response::State(state))) => self.say_what_one_does(state),
            (_, Ok(Response::AlsoOpen(by))) => self.context.also_open = by,
            (_, Ok(Response::Elsewhere { at })) => {
                if let Some(draft) = keeping {
                    self.give_up(draft, &at);
                }
            }
            (_, Ok(Response::TakenOver(Some(draft)))) => self.go_on_with(*draft),
            (_, Ok(Response::TakenOver(None))) => self.warn("take-over-gone"),
            // A draft is handed over again with the next key, and by then the screen says how the store is.
            (KEEP | DROP | OPEN | MINE, Err(_)) | (_, Ok(_)) => {}
            (_, Err(refusal)) => self.refused(&refusal),
        }
    }

    pub(super) fn take_the_floors_reply(&mut self, tag: Tag, reply: &Reply) {
        let at = match reply {
            Reply::Chosen(at) => at.parse().unwrap_or(0),
            Reply::Yes => 0,
            _ => return,
        };
        if let (TAKE_OVER, Some(left)) = (tag, self.sharing.left.get(at)) {
            let id = left.id;
            self.errands.ask_first(Asker::Sharing, TAKE_OVER, Request::TakeOver(id).into());
        }
    }

    /// Asks whether to go on with what was left open elsewhere; by itself only once for each, and where nothing is open.
    fn offer(&mut self, mut left: Vec<Left>, wanted: bool) {
        let own = self.drafts();
        let is_here = |id| own.iter().any(|draft| draft.id == id);
        left.retain(|one| !is_here(one.id) && (wanted || !self.sharing.declined.contains(&one.id)));
        if left.is_empty() {
            if wanted {
                self.warn("take-over-nothing");
            }
            return;
        }
        if !wanted && (self.desk.is_open() || !self.layers.is_empty()) {
            return self.warn("take-over-later");
        }
        self.sharing.declined.extend(left.iter().map(|one| one.id));
        let question = takeover::question(&left, &self.context);
        self.sharing.left = left;
        self.push(Asker::Sharing, TAKE_OVER, question);
    }

    /// What was open at another screen goes on here.
    pub(super) fn go_on_with(&mut self, draft: Draft) {
        self.sharing.kept.push(draft.clone());
        match draft.content {
            Content::Call(call) => {
                let effects = self.desk.take_over(draft.id, *call, self.context.now);
                self.perform(Asker::Desk, effects);
            }
            Content::Form(form) => {
                let sheet = forms::reopened(draft.id, &form, &self.context);
                let sheet = sheet.unwrap_or_else(|| Box::new(takeover::typed(&form, &self.context)));
                self.push(Asker::Sharing, NOTHING, sheet);
            }
        }
    }

    /// A colleague has taken a call that was open here. What they do not have of it can be read here.
    fn give_to(&mut self, draft: CallId, to: &str) {
        let drafts = self.desk.drafts();
        let present = drafts.iter().find(|present| present.id == draft);
        let is_theirs = present.is_some_and(|present| self.sharing.kept.contains(present));
        if !is_theirs || self.sharing.keeping == Some(draft) {
            return self.give_up(draft, to);
        }
        self.desk.give_up(draft);
        self.sharing.kept.retain(|kept| kept.id != draft);
        let effects = self.desk.show_the_call();
        self.perform(Asker::Desk, effects);
        let said = self.context.look.words.tf("transfer-taken", &[("name", to.into())]);
        self.say(Tone::Good, said);
    }

    /// Another screen goes on with what was open here: it can only be read here.
    fn give_up(&mut self, draft: CallId, at: &str) {
        let Some(written) = self.desk.give_up(draft) else { return };
        self.sharing.kept.retain(|kept| kept.id != draft);
        let message = takeover::taken(at, &written, &self.context);
        self.push(Asker::Sharing, NOTHING, Box::new(message));
        let effects = self.desk.show_the_call();
        self.perform(Asker::Desk, effects);
    }

    /// Looks for what was left open, because somebody wants to go on with it.
    pub(super) fn look_for_what_is_left(&mut self) {
        self.errands.ask_first(Asker::Sharing, LEFT, Request::Mine.into());
    }

    /// One does something else from now on; for a break the reason is asked.
    pub(super) fn be(&mut self, presence: Presence) {
        if presence == Presence::Break {
            let form = forms::presence::have_a_break(&self.context);
            self.push(Asker::Sharing, BREAK, form);
        } else {
            self.ask_the_floor(STATE, Request::SetState { presence, reason: String::new() });
        }
    }

    fn say_what_one_does(&mut self, state: State) {
        let said = label(&self.context.look.words, "presence", state.presence.slug());
        self.sharing.state = Some(state);
        self.say(Tone::Good, said);
    }

    /// `Break (lunch) since 12:04`; nothing of who is simply ready.
    pub(super) fn what_one_does(&self) -> Option<String> {
        let state = self.sharing.state.as_ref().filter(|state| state.presence != Presence::Ready)?;
        let words = &self.context.look.words;
        let mut what = label(words, "presence", state.presence.slug());
        if !state.reason.is_empty() {
            what = aside(words, &what, &state.reason);
        }
        let time = clock(state.since.local(self.context.settings.calendar.zone));
        Some(words.tf("strip-presence", &[("what", what.into()), ("time", time.into())]))
    }
}
