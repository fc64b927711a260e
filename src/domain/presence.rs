//! Presence: what somebody working with Callsheet is doing at the moment. People choose some of it,
//! their calls imply the rest.

use super::call::{Call, Phase};
use super::choice::choice;
use super::reason::{Reason, none_of};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

choice! {
    /// What somebody is doing.
    Presence {
        /// Takes calls.
        Ready = "ready",
        /// A call rings at their desk.
        Ringing = "ringing",
        /// Talks.
        OnCall = "on-call",
        /// Has somebody waiting on the line.
        Hold = "hold",
        /// Writes a call down.
        AfterCall = "after-call",
        /// Has a break.
        Break = "break",
        /// Learns, or teaches.
        Training = "training",
        /// Has signed off.
        Off = "off",
    }
}

impl Presence {
    /// What people may choose; the rest comes with their calls.
    pub const CHOICES: [Self; 4] = [Self::Ready, Self::Break, Self::Training, Self::Off];

    /// Whether somebody is there to work: neither away nor gone.
    pub fn is_on_duty(self) -> bool {
        !matches!(self, Self::Break | Self::Training | Self::Off)
    }

    /// What a contact that is being had says of whoever has it: nothing, if it is not by phone.
    pub fn of_call(call: &Call) -> Option<Self> {
        let presence = match call.phase() {
            Phase::Talking => Self::OnCall,
            Phase::Holding => Self::Hold,
            Phase::WrappingUp => Self::AfterCall,
        };
        (call.channel == "phone").then_some(presence)
    }

    /// What several calls amount to: who talks is on a call, whoever else waits.
    pub fn of_calls(calls: impl IntoIterator<Item = Self>) -> Option<Self> {
        let weight = |presence: &Self| match presence {
            Self::OnCall => 4,
            Self::Hold => 3,
            Self::AfterCall => 2,
            Self::Ringing => 1,
            Self::Ready | Self::Break | Self::Training | Self::Off => 0,
        };
        calls.into_iter().max_by_key(weight).filter(|presence| weight(presence) > 0)
    }
}

/// What somebody is doing, why, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What.
    pub presence: Presence,
    /// Why, as typed; may be empty.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

impl State {
    fn new(presence: Presence, since: Timestamp) -> Self {
        Self { presence, reason: String::new(), since }
    }
}

/// The most characters of a reason that are kept.
const REASON: usize = 80;

/// Somebody's presence: what they chose, and what their calls imply as long as there are any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    chosen: State,
    implied: Option<State>,
}

impl Attendance {
    /// Somebody comes: they are ready.
    pub fn begin(now: Timestamp) -> Self {
        Self { chosen: State::new(Presence::Ready, now), implied: None }
    }

    /// What they are doing.
    pub fn state(&self) -> &State {
        self.implied.as_ref().unwrap_or(&self.chosen)
    }

    /// They choose what they do; during a call, what they do after it. What a call implies cannot be chosen.
    pub fn choose(&mut self, presence: Presence, reason: &str, now: Timestamp) -> Result<(), Reason> {
        if !Self::may_choose(presence) {
            return Err(none_of(presence.slug(), &Presence::CHOICES.map(Presence::slug)));
        }
        let reason = reason.trim().chars().take(REASON).collect();
        if (self.chosen.presence, &self.chosen.reason) != (presence, &reason) {
            self.chosen = State { presence, reason, since: now };
        }
        Ok(())
    }

    fn may_choose(presence: Presence) -> bool {
        Presence::CHOICES.contains(&presence)
    }

    /// What their calls amount to now. After the last one what they chose begins.
    pub fn imply(&mut self, calls: Option<Presence>, now: Timestamp) {
        match calls {
            Some(presence) if self.implied.as_ref().is_some_and(|state| state.presence == presence) => {}
            Some(presence) => self.implied = Some(State::new(presence, now)),
            None if self.implied.take().is_some() => self.chosen.since = now,
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_302_000_000);

    fn shown(attendance: &Attendance) -> (Presence, Timestamp) {
        (attendance.state().presence, attendance.state().since)
    }

    #[test]
    fn a_call_is_shown_over_what_was_chosen_and_gives_it_back_at_its_end() {
        let mut anna = Attendance::begin(NOW);
        anna.choose(Presence::Training, "", NOW).unwrap();
        anna.imply(Some(Presence::OnCall), NOW.plus(10));
        anna.imply(Some(Presence::OnCall), NOW.plus(20));
        assert_eq!(shown(&anna), (Presence::OnCall, NOW.plus(10)));
        anna.imply(Some(Presence::AfterCall), NOW.plus(30));
        assert_eq!(shown(&anna), (Presence::AfterCall, NOW.plus(30)));
        anna.imply(None, NOW.plus(40));
        anna.imply(None, NOW.plus(50));
        assert_eq!(shown(&anna), (Presence::Training, NOW.plus(40)));
    }

    #[test]
    fn a_break_chosen_during_a_call_begins_after_it() {
        let mut anna = Attendance::begin(NOW);
        anna.imply(Some(Presence::Hold), NOW);
        anna.choose(Presence::Break, " lunch ", NOW.plus(5)).unwrap();
        assert_eq!(shown(&anna), (Presence::Hold, NOW));
        anna.imply(None, NOW.plus(60));
        let lunch = State { presence: Presence::Break, reason: "lunch".to_owned(), since: NOW.plus(60) };
        assert_eq!(anna.state(), &lunch);
        anna.choose(Presence::Break, "lunch", NOW.plus(90)).unwrap();
        assert_eq!(anna.state(), &lunch, "chosen again, it goes on");
    }

    #[test]
    fn what_a_call_implies_cannot_be_chosen() {
        let mut anna = Attendance::begin(NOW);
        for presence in Presence::ALL {
            let chosen = anna.choose(*presence, "", NOW);
            assert_eq!(chosen.is_ok(), Presence::CHOICES.contains(presence), "{presence}");
        }
    }

    #[test]
    fn of_several_calls_the_one_that_is_talked_on_counts() {
        use Presence::{AfterCall, Hold, OnCall, Ready, Ringing};
        let cases: [(&[Presence], Option<Presence>); 5] = [
            (&[], None),
            (&[Ready], None),
            (&[Hold, OnCall], Some(OnCall)),
            (&[AfterCall, Hold, Ringing], Some(Hold)),
            (&[Ringing], Some(Ringing)),
        ];
        for (calls, amount) in cases {
            assert_eq!(Presence::of_calls(calls.iter().copied()), amount);
        }
    }
}
