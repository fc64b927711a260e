//! The dashboard as a fold over interactions in the order they happened, and over follow-ups.

use super::day::PHONE;
use crate::domain::dashboard::{ChannelCount, Kept};
use crate::domain::disposition::Disposition;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::party::Party;
use crate::domain::report::{CallCount, CallbackCount};
use crate::domain::time::Timestamp;
use std::collections::BTreeMap;

/// The contacts of some days being counted.
pub struct Contacts<'a> {
    dispositions: &'a [Disposition],
    /// The first moment of each day, and of the one after the last.
    days: &'a [Timestamp],
    calls: Vec<CallCount>,
    outcomes: BTreeMap<String, u64>,
    channels: BTreeMap<String, Channel>,
}

#[derive(Default)]
struct Channel {
    count: ChannelCount,
    /// Since when each party waits for an answer.
    waiting: BTreeMap<Party, Timestamp>,
    /// How long each answer took.
    responses: Vec<i64>,
}

/// What contacts came to: calls day by day, calls by disposition, contacts by channel.
pub type Counted = (Vec<CallCount>, BTreeMap<String, u64>, BTreeMap<String, ChannelCount>);

impl<'a> Contacts<'a> {
    /// Nothing counted yet; `days` holds the first moment of each day, and of the one after the last.
    pub fn new(dispositions: &'a [Disposition], days: &'a [Timestamp]) -> Self {
        let calls = vec![CallCount::default(); days.len().saturating_sub(1)];
        Self { dispositions, days, calls, outcomes: BTreeMap::new(), channels: BTreeMap::new() }
    }

    /// Counts an interaction; they come in the order they happened.
    pub fn add(&mut self, interaction: &Interaction) {
        if interaction.channel == PHONE {
            let day = self.days.partition_point(|day| *day <= interaction.at).checked_sub(1);
            if let Some(calls) = day.and_then(|day| self.calls.get_mut(day)) {
                calls.add(interaction, self.dispositions);
            }
            if !interaction.disposition.is_empty() {
                *self.outcomes.entry(interaction.disposition.clone()).or_default() += 1;
            }
        }
        self.channels.entry(interaction.channel.clone()).or_default().add(interaction);
    }

    /// What it came to.
    pub fn counted(self) -> Counted {
        let channels = self.channels.into_iter().map(|(slug, channel)| (slug, channel.counted()));
        (self.calls, self.outcomes, channels.collect())
    }
}

impl Channel {
    fn add(&mut self, interaction: &Interaction) {
        match interaction.direction {
            Direction::In => {
                self.count.received += 1;
                if interaction.channel != PHONE {
                    self.waiting.entry(interaction.party.clone()).or_insert(interaction.at);
                }
            }
            Direction::Out => {
                self.count.sent += 1;
                let since = self.waiting.remove(&interaction.party);
                self.responses.extend(since.map(|since| interaction.at.seconds_since(since)));
            }
        }
    }

    fn counted(mut self) -> ChannelCount {
        self.responses.sort_unstable();
        let response_s = self.responses.get(self.responses.len() / 2).copied();
        ChannelCount { response_s, ..self.count }
    }
}

/// Follow-ups that were due, by kind; `day_end` is when the day each was due on ended.
pub fn kept<'a>(due: impl IntoIterator<Item = (&'a FollowUp, Timestamp)>) -> Vec<Kept> {
    let mut counts: BTreeMap<FollowUpKind, CallbackCount> = BTreeMap::new();
    for (follow_up, day_end) in due {
        counts.entry(follow_up.kind).or_default().add(follow_up, day_end);
    }
    counts.into_iter().map(|(kind, count)| Kept { kind, count }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disposition;
    use crate::domain::follow_up::FollowUpState;
    use crate::domain::id::CustomerId;
    use proptest::prelude::*;

    const DAY: i64 = 86_400;

    fn contact(channel: &str, direction: Direction, customer: u64, seconds: i64) -> Interaction {
        let party = Party::Customer(CustomerId(customer));
        Interaction {
            channel: channel.into(),
            direction,
            party,
            at: Timestamp(0).plus(seconds),
            ..Interaction::default()
        }
    }

    fn counted(contacts: &[Interaction]) -> Counted {
        let dispositions = disposition::defaults();
        let days = [0, DAY, 2 * DAY].map(|seconds| Timestamp(0).plus(seconds));
        let mut fold = Contacts::new(&dispositions, &days);
        for contact in contacts {
            fold.add(contact);
        }
        fold.counted()
    }

    #[test]
    fn calls_stand_on_their_day_and_under_their_disposition() {
        let call = |seconds, disposition: &str| Interaction {
            disposition: disposition.into(),
            ..contact("phone", Direction::Out, 1, seconds)
        };
        let (calls, outcomes, _) = counted(&[call(0, "reached"), call(DAY - 1, "busy"), call(DAY, "reached")]);
        assert_eq!(calls.iter().map(|day| (day.dialled, day.reached)).collect::<Vec<_>>(), [(2, 1), (1, 1)]);
        assert_eq!(outcomes, [("busy".to_owned(), 1), ("reached".to_owned(), 2)].into());
    }

    #[test]
    fn an_answer_is_counted_from_the_first_thing_the_customer_said() {
        use Direction::{In, Out};
        let mails = [
            contact("email", In, 1, 0),
            contact("email", In, 1, 50),
            contact("email", In, 2, 60),
            contact("wechat", Out, 1, 70),
            contact("email", Out, 1, 100),
            contact("email", Out, 1, 900),
            contact("email", Out, 2, 1_060),
            contact("phone", In, 3, 1_100),
            contact("phone", Out, 3, 1_200),
        ];
        let (_, _, channels) = counted(&mails);
        let email = channels["email"];
        assert_eq!((email.received, email.sent, email.response_s), (3, 3, Some(1_000)), "of 100 and 1000 the upper");
        assert_eq!((channels["wechat"].response_s, channels["phone"].response_s), (None, None));
    }

    #[test]
    fn a_promise_is_kept_when_it_is_done_in_time() {
        let promise = |done: Option<i64>| FollowUp {
            kind: FollowUpKind::Promise,
            due: Timestamp(0),
            done_at: done.map(|seconds| Timestamp(0).plus(seconds)),
            state: if done.is_some() { FollowUpState::Done } else { FollowUpState::Open },
            ..FollowUp::default()
        };
        let all = [promise(Some(60)), promise(Some(DAY)), promise(None), FollowUp::default()];
        let kept = kept(all.iter().map(|one| (one, Timestamp(0).plus(DAY))));
        let counts: Vec<_> = kept.iter().map(|k| (k.kind, k.count.due, k.count.kept, k.count.late)).collect();
        assert_eq!(counts, [(FollowUpKind::Promise, 3, 1, 1), (FollowUpKind::Task, 1, 0, 0)]);
    }

    proptest! {
        #[test]
        fn every_contact_is_counted_once(contacts in proptest::collection::vec((0_usize..3, any::<bool>(), 0_u64..4, 0_i64..2 * DAY), 0..60)) {
            let mut all: Vec<_> = contacts.iter().map(|(channel, received, customer, at)| {
                let direction = if *received { Direction::In } else { Direction::Out };
                contact(["phone", "email", "chat"][*channel], direction, *customer, *at)
            }).collect();
            all.sort_by_key(|one| one.at);
            let (calls, _, channels) = counted(&all);
            prop_assert_eq!(channels.values().map(|c| c.received + c.sent).sum::<u64>(), all.len() as u64);
            let phone = channels.get("phone").copied().unwrap_or_default();
            prop_assert_eq!(calls.iter().map(|day| day.offered + day.dialled).sum::<u64>(), phone.received + phone.sent);
            prop_assert!(channels.values().all(|c| c.response_s.is_none_or(|s| s >= 0)));
        }
    }
}
