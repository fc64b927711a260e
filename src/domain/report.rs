//! What a day on the telephone came to, for a team and for each of its agents; and how the floor stands.

use super::choice::choice;
use super::disposition::{self, Disposition};
use super::follow_up::{FollowUp, FollowUpState};
use super::id::{CustomerId, UserId};
use super::interaction::{Direction, Interaction};
use super::noun::RecordRef;
use super::presence::State;
use super::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How late a callback may be made and still be the call that was promised: fifteen minutes, in seconds.
pub const CALLBACK_GRACE: i64 = 15 * Timestamp::MINUTE;

/// Telephone calls, counted. Spans are seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallCount {
    /// Customers who called us.
    pub offered: u64,
    /// Those somebody spoke to.
    pub answered: u64,
    /// Those nobody took.
    pub missed: u64,
    /// Calls we made.
    pub dialled: u64,
    /// Those in which the customer was spoken to.
    pub reached: u64,
    /// Talking.
    pub talk_s: u64,
    /// Customers waiting on hold.
    pub hold_s: u64,
    /// After-call work.
    pub wrap_s: u64,
    /// The three above, of the calls in which somebody was spoken to.
    pub handling_s: u64,
}

impl CallCount {
    /// Counts one telephone call.
    pub fn add(&mut self, call: &Interaction, dispositions: &[Disposition]) {
        let spoken = was_spoken(call, dispositions);
        match call.direction {
            Direction::In => {
                self.offered += 1;
                *(if spoken { &mut self.answered } else { &mut self.missed }) += 1;
            }
            Direction::Out => {
                self.dialled += 1;
                self.reached += u64::from(spoken);
            }
        }
        self.talk_s += u64::from(call.talk_s);
        self.hold_s += u64::from(call.hold_s);
        self.wrap_s += u64::from(call.wrap_s);
        if spoken {
            self.handling_s += [call.talk_s, call.hold_s, call.wrap_s].map(u64::from).iter().sum::<u64>();
        }
    }

    /// Adds another count.
    pub fn join(&mut self, more: &Self) {
        self.offered += more.offered;
        self.answered += more.answered;
        self.missed += more.missed;
        self.dialled += more.dialled;
        self.reached += more.reached;
        self.talk_s += more.talk_s;
        self.hold_s += more.hold_s;
        self.wrap_s += more.wrap_s;
        self.handling_s += more.handling_s;
    }

    /// Calls in which somebody was spoken to, both ways.
    pub fn handled(&self) -> u64 {
        self.answered + self.reached
    }

    /// Average handling time in whole seconds: talk, hold and after-call work of the calls handled, by their
    /// number (the definition of the ICMI glossary, "average handle time"). Nothing where none was handled.
    pub fn average_handling_s(&self) -> Option<u64> {
        self.handling_s.checked_div(self.handled())
    }
}

/// Whether the customer was spoken to: there was talk, or the disposition says so. A caller somebody wrote a note
/// about without any disposition was spoken to as well.
fn was_spoken(call: &Interaction, dispositions: &[Disposition]) -> bool {
    if call.talk_s > 0 {
        return true;
    }
    let first_level = call.disposition.split('/').next().unwrap_or_default();
    let known =
        disposition::find(dispositions, &call.disposition).or_else(|| disposition::find(dispositions, first_level));
    match known {
        Some(disposition) => disposition.reached,
        None => call.direction == Direction::In && call.by.is_some(),
    }
}

/// Callbacks that were due, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallbackCount {
    /// That were due.
    pub due: u64,
    /// Made no later than [`CALLBACK_GRACE`] after they were due; one for a whole day, on that day.
    pub kept: u64,
    /// Made later.
    pub late: u64,
    /// Not made yet.
    pub open: u64,
}

impl CallbackCount {
    /// Counts a callback that was due on a day that ends at `day_end`; one no longer wanted does not count.
    pub fn add(&mut self, callback: &FollowUp, day_end: Timestamp) {
        if callback.state == FollowUpState::Cancelled {
            return;
        }
        let latest = if callback.all_day { day_end } else { callback.due.plus(CALLBACK_GRACE) };
        let count = match callback.done_at {
            None => &mut self.open,
            Some(done) if done <= latest => &mut self.kept,
            Some(_) => &mut self.late,
        };
        *count += 1;
        self.due += 1;
    }
}

/// What one agent, or a whole team, did in a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Telephone calls.
    pub calls: CallCount,
    /// Calls by their disposition's slug.
    pub dispositions: BTreeMap<String, u64>,
    /// Callbacks that were due.
    pub callbacks: CallbackCount,
}

/// An agent's part of the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentDay {
    /// Who.
    pub user: UserId,
    /// The login.
    pub login: String,
    /// What they did.
    pub tally: Tally,
}

/// What a day came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayReport {
    /// Which day.
    pub date: NaiveDate,
    /// When it began.
    pub from: Timestamp,
    /// When it ended: the first moment of the next one.
    pub until: Timestamp,
    /// Everybody together, with the calls nobody took.
    pub all: Tally,
    /// Each agent who had a call or a callback, by login.
    pub agents: Vec<AgentDay>,
}

/// What stands in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QueueCount {
    /// Open follow-ups.
    pub open: u64,
    /// Those whose time has passed.
    pub overdue: u64,
}

/// An agent, as whoever leads the floor sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentNow {
    /// Who.
    pub user: UserId,
    /// What colleagues read.
    pub name: String,
    /// What they do, and since when; nothing while they are not on.
    pub state: Option<State>,
    /// Their calls today.
    pub calls: CallCount,
    /// What they have to do.
    pub queue: QueueCount,
}

choice! {
    /// Why something of today is not closed.
    Loose {
        /// A call without a disposition, or one left open at a screen that is gone: nobody wrapped it up.
        WrapUp = "wrap-up",
        /// A callback whose time has passed.
        Callback = "callback",
        /// Work of today whose owner is not on.
        OffDuty = "off-duty",
    }
}

/// What it is that is not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unclosed {
    /// A call or a follow-up that is stored.
    Record(RecordRef),
    /// A call whose screen is gone, by the name of what was written of it.
    LeftCall([u8; 16]),
}

/// Something of today that is not closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LooseEnd {
    /// Why.
    pub why: Loose,
    /// The call or the follow-up.
    pub what: Unclosed,
    /// With whom, if it is a customer.
    pub customer: Option<CustomerId>,
    /// The customer's name, or the number.
    pub name: String,
    /// The login of whoever has to close it, the team's name, or `anyone`.
    pub owner: String,
    /// When the call was, or the follow-up is due.
    pub at: Timestamp,
    /// What it is about.
    pub text: String,
}

/// How the floor stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FloorReport {
    /// Everybody who takes calls, by name.
    pub agents: Vec<AgentNow>,
    /// What is shared: each team's queue by its name, and `anyone`'s.
    pub queues: Vec<(String, QueueCount)>,
    /// Everybody's calls today, with those nobody took.
    pub calls: CallCount,
    /// What is not closed, the oldest first.
    pub not_closed: Vec<LooseEnd>,
}
