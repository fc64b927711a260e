//! A day's calls and callbacks, folded into a tally for each agent.

use crate::domain::disposition::Disposition;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::id::UserId;
use crate::domain::interaction::Interaction;
use crate::domain::party::Owner;
use crate::domain::report::Tally;
use crate::domain::time::Timestamp;
use std::collections::BTreeMap;

/// The channel that is counted.
pub const PHONE: &str = "phone";

/// A day being counted. What nobody did, such as a call that was missed, stands under nobody.
pub struct Day<'a> {
    dispositions: &'a [Disposition],
    until: Timestamp,
    tallies: BTreeMap<Option<UserId>, Tally>,
}

impl<'a> Day<'a> {
    /// A day that ends at `until`, in a firm with these dispositions.
    pub fn new(dispositions: &'a [Disposition], until: Timestamp) -> Self {
        Self { dispositions, until, tallies: BTreeMap::new() }
    }

    /// Counts an interaction of the day; only telephone calls count.
    pub fn interaction(&mut self, interaction: &Interaction) {
        if interaction.channel != PHONE {
            return;
        }
        let tally = self.tallies.entry(interaction.by).or_default();
        tally.calls.add(interaction, self.dispositions);
        if !interaction.disposition.is_empty() {
            *tally.dispositions.entry(interaction.disposition.clone()).or_default() += 1;
        }
    }

    /// Counts a follow-up that was due on the day, for whoever made it, else for its owner; only callbacks count.
    pub fn follow_up(&mut self, follow_up: &FollowUp) {
        if follow_up.kind != FollowUpKind::Callback {
            return;
        }
        let owner = match follow_up.owner {
            Owner::User(id) => Some(id),
            Owner::Team(_) | Owner::Anyone => None,
        };
        let tally = self.tallies.entry(follow_up.done_by.or(owner)).or_default();
        tally.callbacks.add(follow_up, self.until);
    }

    /// Everybody's tally.
    pub fn tallies(self) -> BTreeMap<Option<UserId>, Tally> {
        self.tallies
    }
}

/// Several tallies as one.
pub fn together<'a>(tallies: impl IntoIterator<Item = &'a Tally>) -> Tally {
    let mut all = Tally::default();
    for tally in tallies {
        all.calls.join(&tally.calls);
        for (slug, count) in &tally.dispositions {
            *all.dispositions.entry(slug.clone()).or_default() += count;
        }
        let (callbacks, more) = (&mut all.callbacks, &tally.callbacks);
        callbacks.due += more.due;
        callbacks.kept += more.kept;
        callbacks.late += more.late;
        callbacks.open += more.open;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disposition;
    use crate::domain::follow_up::FollowUpState;
    use crate::domain::interaction::Direction;
    use proptest::prelude::*;

    const ANNA: UserId = UserId(3);
    const UNTIL: Timestamp = Timestamp(86_400_000);

    fn call(direction: Direction, disposition: &str, spans: [u32; 3]) -> Interaction {
        let [talk_s, hold_s, wrap_s] = spans;
        let disposition = disposition.into();
        Interaction { direction, by: Some(ANNA), disposition, talk_s, hold_s, wrap_s, ..Interaction::default() }
    }

    fn day(calls: &[Interaction], follow_ups: &[FollowUp]) -> BTreeMap<Option<UserId>, Tally> {
        let dispositions = disposition::defaults();
        let mut day = Day::new(&dispositions, UNTIL);
        for call in calls {
            day.interaction(call);
        }
        for follow_up in follow_ups {
            day.follow_up(follow_up);
        }
        day.tallies()
    }

    #[test]
    fn the_average_is_of_the_calls_in_which_somebody_was_spoken_to() {
        let calls = [
            call(Direction::In, "resolved", [100, 20, 30]),
            call(Direction::Out, "reached", [40, 0, 10]),
            call(Direction::Out, "no-answer", [0, 0, 25]),
            call(Direction::Out, "", [0, 0, 0]),
        ];
        let count = day(&calls, &[])[&Some(ANNA)].calls;
        assert_eq!((count.offered, count.answered, count.dialled, count.reached), (1, 1, 3, 1));
        assert_eq!((count.talk_s, count.hold_s, count.wrap_s), (140, 20, 65));
        assert_eq!(count.average_handling_s(), Some(100), "(100+20+30 + 40+10) / 2");
        assert_eq!(day(&calls[2..], &[])[&Some(ANNA)].calls.average_handling_s(), None);
    }

    #[test]
    fn a_call_nobody_took_is_missed_and_nobodys() {
        let rang = Interaction { by: None, ..call(Direction::In, "", [0; 3]) };
        let hung_up = call(Direction::In, "no-answer", [0; 3]);
        let written_down = call(Direction::In, "", [0; 3]);
        let second_level = call(Direction::In, "not-interested/price", [0; 3]);
        let tallies = day(&[rang, hung_up, written_down, second_level], &[]);
        assert_eq!((tallies[&None].calls.offered, tallies[&None].calls.missed), (1, 1));
        let anna = &tallies[&Some(ANNA)];
        assert_eq!((anna.calls.offered, anna.calls.answered, anna.calls.missed), (3, 2, 1));
        assert_eq!(anna.dispositions["not-interested/price"], 1);
    }

    #[test]
    fn what_was_no_telephone_call_does_not_count() {
        let mail = Interaction { channel: "email".into(), ..call(Direction::In, "resolved", [0; 3]) };
        let task = FollowUp { kind: FollowUpKind::Task, ..FollowUp::default() };
        assert!(day(&[mail], &[task]).is_empty());
    }

    #[test]
    fn a_callback_is_kept_within_a_quarter_of_an_hour() {
        let due = Timestamp(36_000_000);
        let callback = |minutes: Option<i64>| FollowUp {
            kind: FollowUpKind::Callback,
            due,
            owner: Owner::User(ANNA),
            done_at: minutes.map(|minutes| due.plus(minutes * 60)),
            state: if minutes.is_some() { FollowUpState::Done } else { FollowUpState::Open },
            ..FollowUp::default()
        };
        let early = callback(Some(-30));
        let (kept, late, open) = (callback(Some(15)), callback(Some(16)), callback(None));
        let all_day = FollowUp { all_day: true, ..callback(Some(300)) };
        let cancelled = FollowUp { state: FollowUpState::Cancelled, ..callback(None) };
        let count = day(&[], &[early, kept, late, open, all_day, cancelled])[&Some(ANNA)].callbacks;
        assert_eq!((count.due, count.kept, count.late, count.open), (5, 3, 1, 1));
    }

    proptest! {
        #[test]
        fn the_agents_together_are_the_whole(calls in proptest::collection::vec((any::<bool>(), 0_u64..4, 0_u32..900, 0_usize..9), 0..60)) {
            let dispositions = disposition::defaults();
            let mut day = Day::new(&dispositions, UNTIL);
            for (incoming, by, talk_s, which) in &calls {
                let direction = if *incoming { Direction::In } else { Direction::Out };
                let by = (*by > 0).then_some(UserId(*by));
                let disposition = dispositions[*which].slug.clone();
                day.interaction(&Interaction { direction, by, disposition, talk_s: *talk_s, ..Interaction::default() });
            }
            let all = together(day.tallies().values());
            prop_assert_eq!(all.calls.offered + all.calls.dialled, calls.len() as u64);
            prop_assert_eq!(all.calls.offered, all.calls.answered + all.calls.missed);
            prop_assert!(all.calls.reached <= all.calls.dialled);
            prop_assert_eq!(all.dispositions.values().sum::<u64>(), calls.len() as u64);
            prop_assert_eq!(all.calls.talk_s, calls.iter().map(|(_, _, talk_s, _)| u64::from(*talk_s)).sum::<u64>());
        }
    }
}
