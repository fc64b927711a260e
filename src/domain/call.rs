//! A contact while it is had: with whom, and its clock (talking, on hold, wrapping up). The moments come from outside.

use super::id::{CustomerId, ListId};
use super::interaction::{Direction, Interaction};
use super::party::Party;
use super::phone::Phone;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Where a contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// The other side is on the line.
    Talking,
    /// The other side waits.
    Holding,
    /// The other side is gone; what is left is to write it down.
    WrappingUp,
}

/// A contact being had or written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Who reached out.
    pub direction: Direction,
    /// Channel slug.
    pub channel: String,
    /// The customer, once known.
    pub customer: Option<CustomerId>,
    /// The customer's name, or empty.
    pub name: String,
    /// The number as stored: its key, or empty when withheld or not by phone.
    pub number: String,
    /// The number as people read it.
    pub shown_number: String,
    /// Our line, as the telephone system announced it.
    pub line: String,
    /// The telephone system's name of the call.
    pub call_id: String,
    /// The call list it is made from.
    pub list: Option<ListId>,
    /// When it began.
    pub began: Timestamp,
    phase: Phase,
    /// When the phase began.
    since: Timestamp,
    /// Milliseconds of the phases that are over.
    talked: i64,
    held: i64,
    wrapped: i64,
}

impl Call {
    /// A call that begins now.
    pub fn begin(direction: Direction, number: &str, region: &str, now: Timestamp) -> Self {
        let phone = Phone::read(number, region);
        Self {
            direction,
            channel: "phone".to_owned(),
            customer: None,
            name: String::new(),
            number: phone.key(),
            shown_number: phone.to_string(),
            line: String::new(),
            call_id: String::new(),
            list: None,
            began: now,
            phase: Phase::Talking,
            since: now,
            talked: 0,
            held: 0,
            wrapped: 0,
        }
    }

    /// A contact that is over already and only has to be written down.
    pub fn written_down(direction: Direction, channel: &str, now: Timestamp) -> Self {
        let channel = channel.to_owned();
        Self { phase: Phase::WrappingUp, channel, ..Self::begin(direction, "", "", now) }
    }

    /// A stored contact, open again to be written down anew.
    pub fn reopened(interaction: &Interaction, region: &str, now: Timestamp) -> Self {
        let ms = |seconds: u32| i64::from(seconds) * 1000;
        Self {
            channel: interaction.channel.clone(),
            customer: interaction.party.customer(),
            line: interaction.line.clone(),
            call_id: interaction.call_id.clone(),
            list: interaction.list,
            began: interaction.at,
            phase: Phase::WrappingUp,
            since: now,
            talked: ms(interaction.talk_s),
            held: ms(interaction.hold_s),
            wrapped: ms(interaction.wrap_s),
            ..Self::begin(interaction.direction, &interaction.number, region, now)
        }
    }

    /// The same call as the telephone system announced it.
    pub fn announced(mut self, line: &str, call_id: &str) -> Self {
        line.clone_into(&mut self.line);
        call_id.clone_into(&mut self.call_id);
        self
    }

    /// The same call as one of a call list, if it is.
    pub fn on_list(mut self, list: Option<ListId>) -> Self {
        self.list = list;
        self
    }

    /// The same call with a customer we know.
    pub fn with(mut self, customer: CustomerId, name: &str) -> Self {
        self.customer = Some(customer);
        name.clone_into(&mut self.name);
        self
    }

    /// With whom it is: a name, else the number, else empty.
    pub fn other_side(&self) -> &str {
        if self.name.is_empty() { &self.shown_number } else { &self.name }
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether the other side is on the line or waits.
    pub fn is_running(&self) -> bool {
        self.phase != Phase::WrappingUp
    }

    /// Puts the other side on hold, or takes it back. Nothing once it is gone.
    pub fn toggle_hold(&mut self, now: Timestamp) {
        match self.phase {
            Phase::Talking => self.enter(Phase::Holding, now),
            Phase::Holding => self.enter(Phase::Talking, now),
            Phase::WrappingUp => {}
        }
    }

    /// The other side is gone. Its time is kept; hanging up twice changes nothing.
    pub fn hang_up(&mut self, now: Timestamp) {
        if self.is_running() {
            self.enter(Phase::WrappingUp, now);
        }
    }

    fn enter(&mut self, phase: Phase, now: Timestamp) {
        let spent = self.spent(now);
        match self.phase {
            Phase::Talking => self.talked += spent,
            Phase::Holding => self.held += spent,
            Phase::WrappingUp => self.wrapped += spent,
        }
        (self.phase, self.since) = (phase, now);
    }

    /// Milliseconds in the present phase; a clock set back counts as none.
    fn spent(&self, now: Timestamp) -> i64 {
        now.0.saturating_sub(self.since.0).max(0)
    }

    fn in_phase(&self, phase: Phase, now: Timestamp) -> i64 {
        let over = match phase {
            Phase::Talking => self.talked,
            Phase::Holding => self.held,
            Phase::WrappingUp => self.wrapped,
        };
        (over + if self.phase == phase { self.spent(now) } else { 0 }) / 1000
    }

    /// Seconds talked.
    pub fn talk_s(&self, now: Timestamp) -> i64 {
        self.in_phase(Phase::Talking, now)
    }

    /// Seconds on hold.
    pub fn hold_s(&self, now: Timestamp) -> i64 {
        self.in_phase(Phase::Holding, now)
    }

    /// Seconds of after-call work.
    pub fn wrap_s(&self, now: Timestamp) -> i64 {
        self.in_phase(Phase::WrappingUp, now)
    }

    /// When the shown timer has its next second.
    pub fn next_second(&self, now: Timestamp) -> Timestamp {
        Timestamp(now.0 + 1000 - (now.0 - self.since.0).rem_euclid(1000))
    }

    /// The other side, as it is stored.
    pub fn party(&self) -> Party {
        match self.customer {
            Some(id) => Party::Customer(id),
            None if self.number.is_empty() => Party::Withheld,
            None => Party::Number(self.number.clone()),
        }
    }

    /// The contact as a record, all but its text and outcome.
    pub fn record(&self, now: Timestamp) -> Interaction {
        let seconds = |of: i64| u32::try_from(of).unwrap_or(u32::MAX);
        Interaction {
            party: self.party(),
            channel: self.channel.clone(),
            direction: self.direction,
            at: self.began,
            talk_s: seconds(self.talk_s(now)),
            hold_s: seconds(self.hold_s(now)),
            wrap_s: seconds(self.wrap_s(now)),
            number: self.number.clone(),
            line: self.line.clone(),
            call_id: self.call_id.clone(),
            list: self.list,
            ..Interaction::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_795_302_000_000);

    #[test]
    fn talking_holding_and_wrapping_up_are_timed_apart() {
        let mut call = Call::begin(Direction::In, "+49301234567", "DE", START);
        call.toggle_hold(START.plus(60));
        call.toggle_hold(START.plus(90));
        call.hang_up(START.plus(100));
        call.hang_up(START.plus(105));
        call.toggle_hold(START.plus(106));
        let now = START.plus(120);
        assert_eq!((call.talk_s(now), call.hold_s(now), call.wrap_s(now)), (70, 30, 20));
        assert_eq!(call.record(now).number, "+49301234567");
    }

    #[test]
    fn a_clock_set_back_counts_as_no_time() {
        let call = Call::begin(Direction::Out, "", "DE", START);
        assert_eq!(call.talk_s(START.plus(-50)), 0);
    }

    #[test]
    fn the_next_second_is_the_timers_own() {
        let call = Call::begin(Direction::Out, "", "DE", Timestamp(10_250));
        assert_eq!(call.next_second(Timestamp(10_250)), Timestamp(11_250));
        assert_eq!(call.next_second(Timestamp(11_200)), Timestamp(11_250));
    }

    #[test]
    fn who_it_is_becomes_the_party() {
        let call = Call::begin(Direction::In, "030 1234567", "DE", START);
        assert_eq!(call.party(), Party::Number("+49301234567".to_owned()));
        assert_eq!(Call::begin(Direction::In, "", "DE", START).party(), Party::Withheld);
        assert_eq!(call.with(CustomerId(7), "Anna").party(), Party::Customer(CustomerId(7)));
    }

    #[test]
    fn a_reopened_call_keeps_its_time() {
        let stored = Interaction { talk_s: 61, hold_s: 5, wrap_s: 9, ..Interaction::default() };
        let call = Call::reopened(&stored, "DE", START);
        assert!(!call.is_running());
        assert_eq!((call.talk_s(START), call.hold_s(START), call.wrap_s(START.plus(1))), (61, 5, 10));
    }
}
