//! What a pane is: it owns its state, hears an [`Input`], answers with [`Effect`]s and draws what it
//! has. It never blocks, never sees the door, and never names a sibling.

use super::keymap::{self, Command, Keymap, Resolved};
use super::widgets::Look;
use super::widgets::hints::Hint;
use crate::domain::audit::Touched;
use crate::domain::edit::Side;
use crate::domain::id::{CustomerId, DealId, FollowUpId};
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::floor::{Colleague, Draft};
use crate::door::system::State;
use crate::door::{CallId, Part, Refusal, Request, Response};
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::rc::Rc;

/// A place on the base layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// Search box and results.
    Customers,
    /// The card and every interaction.
    Timeline,
    /// The board.
    Pipeline,
    /// The queue.
    FollowUps,
}

/// What everything is about at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A customer.
    Customer(CustomerId),
    /// A deal, and the customer it is with.
    Deal(DealId, CustomerId),
    /// A follow-up, and the customer it is with, if it is one we know.
    FollowUp(FollowUpId, Option<CustomerId>),
}

impl Subject {
    /// The customer behind it.
    pub fn customer(self) -> Option<CustomerId> {
        match self {
            Self::Customer(id) | Self::Deal(_, id) => Some(id),
            Self::FollowUp(_, id) => id,
        }
    }
}

/// What every pane may look at.
pub struct Context {
    /// The words, the theme and the borders.
    pub look: Rc<Look>,
    /// The keys.
    pub keymap: Rc<Keymap>,
    /// How the store is.
    pub store: State,
    /// The store's settings.
    pub settings: Rc<Settings>,
    /// Who one is.
    pub me: User,
    /// The moment of this wake-up.
    pub now: Timestamp,
    /// The present key came right behind another, sooner than anybody reads what that one led to: as Enter it answers
    /// no question.
    pub hasty: bool,
    /// What everything is about.
    pub subject: Option<Subject>,
    /// Who else has its customer open.
    pub also_open: Vec<Colleague>,
    /// The number of whoever is on the line and nobody knows.
    pub caller: Option<String>,
}

/// Names what a pane asked, so that it knows the answer when it comes. A newer question under the
/// same tag makes the older one stale: it is cancelled and its answer dropped.
pub type Tag = u16;

/// Long work, with the bell it rings whenever there is something new to see.
pub type Work = Box<dyn FnOnce(Bell) + Send>;

/// Wakes the screen for whoever had work done. It also rings when it goes, so that work which ends, however it does, is
/// always heard of.
pub struct Bell(Box<dyn Fn() + Send + Sync>);

impl Bell {
    /// A bell that does this.
    pub fn new(ring: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Box::new(ring))
    }

    /// There is something new to see.
    pub fn ring(&self) {
        (self.0)();
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.ring();
    }
}

/// What a pane hears.
#[derive(Debug)]
pub enum Input {
    /// A key, and what the keymap makes of it here. Commands that are about the customers whatever
    /// has the focus (`Search`, `SavedView`, `Views`, `NextRecord`, `PreviousRecord`) go to that pane, which
    /// has the focus already when it hears the first three.
    Key(KeyEvent, Resolved),
    /// Open the search box holding this text and nothing else: a person typed or pasted it in command
    /// mode. Only the customers hear it.
    Search(String),
    /// The mouse points at this cell: what is drawn there is to be selected. Only panes hear it.
    Click(Position),
    /// Pasted text, already cleaned and capped.
    Paste(String),
    /// A piece of an answer.
    Part(Tag, Part),
    /// An answer.
    Answer(Tag, Box<Result<Response, Refusal>>),
    /// There is something new to see of the work that goes on under this tag.
    Worked(Tag),
    /// Records changed somewhere: fetch what is shown of them.
    Changed(Vec<Touched>),
    /// Fetch everything shown afresh: at the start, and after events were missed.
    Refresh,
    /// [`Context::subject`] is another one.
    Subject,
    /// The layer above is gone and left this.
    Reply(Tag, Reply),
}

/// What a layer leaves behind when it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Yes.
    Yes,
    /// The chosen one of a list, by its key.
    Chosen(String),
    /// A text.
    Text(String),
    /// A side for each of the conflicts that were shown, and the one for all that were not, if any.
    Settled(Vec<Side>, Option<Side>),
}

/// What a pane wants done.
pub enum Effect {
    /// Ask the door; the answer comes back under the tag.
    Ask(Tag, Request),
    /// The same where the answer opens what the next keys are meant for: they wait for it.
    AskFirst(Tag, Request),
    /// The same under the name of a draft, which is done with once this is stored.
    Store(CallId, Tag, Request),
    /// Have long work done on a thread of its own, so that no key waits for it; [`Input::Worked`] comes back.
    Work(Tag, Work),
    /// Make everything about this.
    Select(Subject),
    /// This customer was just made here: everything is about them, and so is a call that is with nobody known.
    Made(CustomerId),
    /// Give a slot the keys.
    Focus(Slot),
    /// Let a slot be seen.
    Show(Slot),
    /// Put a layer on top; its [`Reply`] comes back under the tag.
    Push(Tag, Box<dyn Pane>),
    /// Take this layer away.
    Pop(Option<Reply>),
    /// Say something in the status line until the next key.
    Toast(Tone, String),
    /// Send text to the terminal's clipboard (OSC 52).
    Copy(String),
    /// Begin a call with a number of a customer (or with a bare number), after the door allowed it.
    Dial {
        /// The customer, if known.
        customer: Option<CustomerId>,
        /// The number as stored or typed; empty for any of the customer's, of which the person chooses.
        number: String,
        /// Whom or what, for the question.
        name: String,
    },
    /// Write down a contact that is no running call, by its wrap-up line.
    Log {
        /// With whom.
        customer: CustomerId,
        /// The name, for the line's head.
        name: String,
    },
    /// Go on with what somebody was in the middle of, which is one's own now.
    GoOn(Box<Draft>),
    /// Every pane shall fetch what it shows afresh.
    Refresh,
    /// Leave.
    Quit,
}

/// How something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// To mind.
    Warning,
    /// It failed.
    Danger,
}

/// A pane of the base layer, or a layer above it.
///
/// A pane that has no answer to `Call` or `LogInteraction` returns nothing, and the frame takes them
/// to be about [`Context::subject`].
pub trait Pane {
    /// Hears something and answers with what it wants done.
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect>;

    /// Draws what it has. Returns where the person types, for the hardware cursor.
    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position>;

    /// What keys mean here: letters of a text, or commands of a pane.
    fn keys(&self) -> keymap::Context;

    /// What keys do here that are no commands, or mean something of their own; the ones a person needs first on top.
    fn hints(&self, _context: &Context) -> Vec<Hint> {
        Vec::new()
    }

    /// What a person most often does with what stands here at this moment, in few words: the last row names it, and
    /// help begins with it.
    fn foremost(&self, _context: &Context) -> Vec<Hint<&'static [Command]>> {
        Vec::new()
    }

    /// Why what is selected stands where it does: help begins with it. Nothing where there is nothing to explain.
    fn explained(&self, _context: &Context) -> Vec<String> {
        Vec::new()
    }

    /// What is typed here that must outlive the screen.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// The text of several lines that is being typed, if one is: the person may want to write it in their own editor.
    fn long_text(&self) -> Option<&str> {
        None
    }

    /// Puts another text in its place.
    fn rewrite(&mut self, _text: &str, _context: &Context) {}

    /// The part of `area` a layer wants; base panes take what they get.
    fn place(&self, area: Rect) -> Rect {
        area
    }
}
