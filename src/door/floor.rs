//! The floor: who is on, what they do, and what they are in the middle of. What is asked here is held in memory: no
//! undo, no audit.

use super::event::RingName;
use super::{About, CallId};
use crate::domain::call::Call;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::noun::Noun;
use crate::domain::presence::{Presence, State};
use crate::domain::role::Action;
use crate::domain::script::Reading;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Who is on.
    Present,
    /// What I do, and what I have left open at other screens.
    Mine,
    /// What I do from now on, or from the end of my call on.
    SetState {
        /// What.
        presence: Presence,
        /// Why; may be empty.
        reason: String,
    },
    /// This customer is open at my screen from now on, or none is.
    Open(Option<CustomerId>),
    /// I take a call that rings: whoever asks first has it.
    Take(RingName),
    /// What I am in the middle of: kept until it is stored under its own name, or dropped.
    Keep(Box<Draft>),
    /// The draft of this name is given up.
    Drop(CallId),
    /// A call I began by hand was a mistake: its draft is given up and nothing of it is stored. This is audited. Refused
    /// where a telephone system told of it.
    Discard {
        /// Which.
        call: CallId,
        /// With whom it was taken to be, if that is known.
        customer: Option<CustomerId>,
    },
    /// I go on with what I left open at another screen.
    TakeOver(CallId),
    /// A call somebody left open at a screen that is gone becomes this user's: mine goes on here, a colleague is offered
    /// to go on with theirs. This is audited.
    Give {
        /// Which.
        call: CallId,
        /// Whose.
        to: UserId,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Present => About::look("floor-present"),
            Self::Mine => About::look("floor-mine"),
            Self::SetState { .. } => About::look("floor-set-state"),
            Self::Open(_) => About::look("floor-open"),
            Self::Take(_) => About::look("floor-take"),
            Self::Keep(_) => About::look("floor-keep"),
            Self::Drop(_) => About::look("floor-drop"),
            Self::Discard { .. } => About::look_as(Action::Write, "floor-discard"),
            Self::Give { .. } => About::look_as(Action::Reassign, "floor-give"),
            Self::TakeOver(_) => About::look("floor-take-over"),
        }
    }
}

/// What the floor answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Who is on, a screen each, the longest first.
    Present(Vec<Present>),
    /// What I do, and what I have left open.
    Mine {
        /// What I do.
        state: State,
        /// What I am in the middle of at other screens, the latest first.
        left: Vec<Left>,
    },
    /// What I do now.
    State(State),
    /// Who else has the customer open.
    AlsoOpen(Vec<Colleague>),
    /// The draft is kept, or dropped; the call is mine.
    Done,
    /// The draft is kept no more from here, or the call is not mine: it goes on elsewhere.
    Elsewhere {
        /// The terminal of the screen that took it over, or the name of who took the call.
        at: String,
    },
    /// What was left open, which the other screen has no more; nothing if it was closed, or gone on with, meanwhile.
    TakenOver(Option<Box<Draft>>),
}

/// A screen somebody sits at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The number of the session.
    pub session: u64,
    /// Who it is, once they are known.
    pub user: Option<UserId>,
    /// The user of the operating system.
    pub os_user: String,
    /// The terminal, or the program.
    pub origin: String,
    /// The process.
    pub pid: u32,
    /// Since when.
    pub since: Timestamp,
    /// When it asked for something last.
    pub heard: Timestamp,
    /// It is locked until its user proves who they are.
    pub is_locked: bool,
    /// What they do, at whichever screen; none while they are not known.
    pub state: Option<State>,
    /// The customer that is open there.
    pub customer: Option<CustomerId>,
    /// The call that is open there, its wrap-up included.
    pub call: Option<Call>,
}

/// Somebody at a screen, as their colleagues are told of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Colleague {
    /// Their name.
    pub name: String,
    /// Their terminal.
    pub origin: String,
}

/// What somebody is in the middle of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name. What becomes of a call is stored under the same one, so that it is stored once and then forgotten here.
    pub id: CallId,
    /// What is open, and what is written of it.
    pub content: Content,
}

impl Draft {
    /// The contact with what is written of it, if it is one.
    pub fn open_call(&self) -> Option<&OpenCall> {
        match &self.content {
            Content::Call(open) => Some(open),
            Content::Form(_) => None,
        }
    }

    /// The contact alone.
    pub fn call(&self) -> Option<&Call> {
        self.open_call().map(|open| &open.call)
    }
}

/// What a draft is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// A contact with somebody.
    Call(Box<OpenCall>),
    /// The form of a record.
    Form(OpenForm),
}

/// A form that is filled in and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenForm {
    /// Of which noun the record is; nothing for a small form, which asks for a word or two about what is there. What was
    /// typed there is given back to be read.
    pub noun: Option<Noun>,
    /// There is no such record yet.
    pub is_new: bool,
    /// A JSON object: of a new record what the form does not ask for, of a known one all there was when it was opened.
    pub given: String,
    /// What stands above the form.
    pub title: String,
    /// The fields that were typed in, each with what stands there: by their names, in a small form by their labels.
    pub fields: Vec<(String, String)>,
}

/// A contact that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCall {
    /// The contact.
    pub call: Call,
    /// What was noted during it.
    pub note: Typing,
    /// The line that will close it.
    pub line: Typing,
    /// The keys go into the line.
    pub closing: bool,
    /// What to say, and how far one is with it.
    pub script: Option<Reading>,
}

/// A text being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    /// The text.
    pub text: String,
    /// Where in it one types, in bytes.
    pub cursor: usize,
}

/// A draft somebody has left open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Its name.
    pub id: CallId,
    /// With whom the contact is: a name, else a number, else empty. Of a form its title.
    pub with: String,
    /// It is a form.
    pub is_form: bool,
    /// The terminal it was typed at.
    pub origin: String,
    /// When that screen was heard of last.
    pub heard: Timestamp,
    /// The colleague it was, where it was given to me; else empty.
    pub by: String,
}

/// What happened on the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// Somebody does something else, has come, or has gone.
    State {
        /// Who.
        user: UserId,
        /// What they do now; nothing once their last screen is closed.
        state: Option<State>,
    },
    /// Others have the customer open that is open here.
    AlsoOpen {
        /// Which.
        customer: CustomerId,
        /// Who has, besides this screen.
        by: Vec<Colleague>,
    },
    /// Another screen of the same user goes on with this draft.
    TakenOver {
        /// Which.
        draft: CallId,
        /// That screen's terminal.
        at: String,
    },
    /// Somebody has taken a call at their screen: it rings no more.
    RingTaken(RingName),
    /// A screen of mine is gone, with something left open.
    LeftOpen,
    /// Which calls I ask or am asked about, or what is said about one, is another now.
    Consults,
    /// A call I am asked about goes on: something was typed, or it stands elsewhere.
    ShownCall,
    /// What I offer, or am offered, is another now.
    Offers,
    /// A colleague does not take the call I offered them.
    Declined {
        /// Their name.
        by: String,
    },
    /// A colleague has taken a call that was open here.
    Transferred {
        /// Which.
        draft: CallId,
        /// Their name.
        to: String,
    },
}
