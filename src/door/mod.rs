//! The one door, its words only.
//!
//! Everything a person, a script or another program can do is a [`Request`]. A session sends it with
//! [`Door::send`] and finds the answer in its inbox; it cannot tell whether the other side is in the
//! same process. Every variant says which [`Action`] it is, whether it changes anything, and its
//! audit name.

pub mod assignment;
pub mod audit;
pub mod bulk;
pub mod call;
pub mod calls;
pub mod completion;
pub mod consult;
pub mod customers;
pub mod deals;
pub mod do_not_contact;
pub mod duplicates;
pub mod event;
pub mod export;
pub mod floor;
pub mod follow_ups;
pub mod hooks;
pub mod interactions;
pub mod jobs;
pub mod lists;
pub mod maintenance;
pub mod orders;
pub mod quality;
pub mod refusal;
pub mod reports;
pub mod search;
pub mod seat;
pub mod system;
pub mod tickets;
pub mod transfer;
pub mod undo;
pub mod users;
pub mod views;

use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::upkeep;
pub use call::{Call, CallId, Cause, ask};
use crossbeam_channel::{Receiver, RecvTimeoutError};
pub use event::Event;
pub use refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The way in: an open session with the CRM.
pub trait Door: Send + Sync {
    /// Hands a call in and returns at once; the answer comes to the inbox under the ticket.
    fn send(&self, call: Call) -> Ticket;

    /// Gives a call up. Its answer may still come; a change already begun is finished.
    fn cancel(&self, ticket: Ticket);

    /// Where answers and events arrive. Bounded: what does not fit becomes [`Delivery::Missed`].
    fn inbox(&self) -> &Receiver<Delivery>;
}

/// How often whoever may give a call up looks whether they want to.
const LOOK: Duration = Duration::from_millis(50);

/// Sends a request and waits for its answer, handing every part to `part`. Events are dropped: this
/// is for the command line, which does one thing at a time.
pub fn ask_in_parts(door: &dyn Door, call: Call, part: &mut dyn FnMut(Part)) -> Result<Response, Refusal> {
    let ticket = door.send(call);
    answer_to(ticket, &mut || door.inbox().recv().ok(), part)
}

/// The same, given up once `stop` is set; what became of it is still waited for.
pub fn ask_until(
    door: &dyn Door,
    call: Call,
    stop: &AtomicBool,
    part: &mut dyn FnMut(Part),
) -> Result<Response, Refusal> {
    let ticket = door.send(call);
    let mut given_up = false;
    let mut next = || {
        loop {
            if !given_up && stop.load(Ordering::Relaxed) {
                given_up = true;
                door.cancel(ticket);
            }
            match door.inbox().recv_timeout(LOOK) {
                Ok(delivery) => return Some(delivery),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    };
    answer_to(ticket, &mut next, part)
}

fn answer_to(
    ticket: Ticket,
    next: &mut dyn FnMut() -> Option<Delivery>,
    part: &mut dyn FnMut(Part),
) -> Result<Response, Refusal> {
    while let Some(delivery) = next() {
        match delivery {
            Delivery::Part(to, update) if to == ticket => part(update),
            Delivery::Done(to, answer) if to == ticket => return answer,
            // Also when the host is lost every call is answered in the end.
            _ => {}
        }
    }
    Err(Refusal::Unavailable { why: reason("session-ended") })
}

/// Names a call within its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ticket(pub u64);

/// What arrives in an inbox.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Delivery {
    /// A piece of an answer that is still being worked on.
    Part(Ticket, Part),
    /// The answer.
    Done(Ticket, Result<Response, Refusal>),
    /// Something happened.
    Event(Event),
    /// The inbox overflowed and events were dropped: fetch afresh what is shown.
    Missed,
    /// The connection is gone, and looked for. What was asked is answered all the same, if only by a refusal.
    Lost,
    /// The connection is back: fetch afresh what is shown.
    Back,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Part {
    /// The first rows of a search.
    Found(search::Found),
    /// How far a long job has come.
    Progress(jobs::Progress),
    /// One view was counted.
    Counted(views::Count),
    /// How many customers have one flaw.
    Flawed(quality::Line),
    /// How far a piece of work on the whole store has come.
    Upkeep(upkeep::Progress),
}

/// Declares the sum of all nouns' requests and responses.
macro_rules! nouns {
    ($($(#[$doc:meta])* $name:ident => $module:ident,)*) => {
        /// Everything that can be asked.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Request {
            $($(#[$doc])* $name($module::Request),)*
        }

        /// Everything that can be answered.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Response {
            $($(#[$doc])* $name($module::Response),)*
        }

        impl Request {
            /// What may be done, whether it changes anything, and the name in the audit log.
            pub fn about(&self) -> About {
                match self {
                    $(Self::$name(request) => request.about(),)*
                }
            }
        }

        $(
            impl From<$module::Request> for Request {
                fn from(request: $module::Request) -> Self {
                    Self::$name(request)
                }
            }

            impl From<$module::Response> for Response {
                fn from(response: $module::Response) -> Self {
                    Self::$name(response)
                }
            }

            impl TryFrom<Response> for $module::Response {
                type Error = Refusal;
                fn try_from(response: Response) -> Result<Self, Refusal> {
                    match response {
                        Response::$name(response) => Ok(response),
                        _ => Err(Refusal::Unavailable { why: reason("answer-of-another-kind") }),
                    }
                }
            }
        )*
    };
}

nouns! {
    /// Whose work it is.
    Assignment => assignment,
    /// Audit and change feed.
    Audit => audit,
    /// Many customers changed alike.
    Bulk => bulk,
    /// Dialling, caller id, wrap-up.
    Calls => calls,
    /// What a query may go on with.
    Completion => completion,
    /// Asking the supervisor.
    Consult => consult,
    /// Customers.
    Customers => customers,
    /// Deals and the board.
    Deals => deals,
    /// Do not contact.
    DoNotContact => do_not_contact,
    /// Customers that are there twice.
    Duplicates => duplicates,
    /// Taking data out.
    Export => export,
    /// Who is on, and what they do.
    Floor => floor,
    /// Follow-ups and the queue.
    FollowUps => follow_ups,
    /// Hooks.
    Hooks => hooks,
    /// Interactions and timelines.
    Interactions => interactions,
    /// Long jobs: import, demo.
    Jobs => jobs,
    /// Call lists.
    Lists => lists,
    /// Backups, restoring, checking, sealing.
    Maintenance => maintenance,
    /// Orders and products.
    Orders => orders,
    /// What is amiss with customers.
    Quality => quality,
    /// Reports.
    Reports => reports,
    /// Search.
    Search => search,
    /// Signing on, locking.
    Seat => seat,
    /// State, settings, who one is.
    System => system,
    /// Tickets.
    Tickets => tickets,
    /// Handing a call on.
    Transfer => transfer,
    /// Undo and redo.
    Undo => undo,
    /// Users and teams.
    Users => users,
    /// Saved views.
    Views => views,
}

/// What a request says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What the role must allow.
    pub action: Action,
    /// Whether it changes the store.
    pub changes: bool,
    /// Its name in the audit log; also the locale key of what an undo names, behind `did-`.
    pub name: &'static str,
}

impl About {
    /// A request that only looks.
    pub const fn look(name: &'static str) -> Self {
        Self { action: Action::Read, changes: false, name }
    }

    /// A request that looks with another permission than reading.
    pub const fn look_as(action: Action, name: &'static str) -> Self {
        Self { action, changes: false, name }
    }

    /// A request that changes something.
    pub const fn change(action: Action, name: &'static str) -> Self {
        Self { action, changes: true, name }
    }
}

/// An edit of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edit<I> {
    /// Which record.
    pub id: I,
    /// What shall change, and what the person saw.
    pub changes: Vec<crate::domain::edit::Change>,
}

/// What a change made or touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved<I> {
    /// The record.
    pub id: I,
    /// The revision of the commit.
    pub revision: u64,
}
