use super::*;
use crate::domain::id::{CustomerId, DealId, DoNotContactId, FollowUpId, InteractionId, TicketId};
use crate::domain::ticket::{TicketKind, TicketState};

/// Wednesday 18 November 2026, 14:05 in Berlin.
const NOW: Timestamp = Timestamp(1_795_007_100_000);

#[derive(Default)]
struct Made {
    customer: Customer,
    tickets: Vec<Ticket>,
    follow_ups: Vec<FollowUp>,
    deals: Vec<Deal>,
    contacts: Vec<Interaction>,
    do_not_contact: Vec<DoNotContact>,
}

impl Made {
    fn facts(&self) -> Vec<Fact> {
        let Self { customer, tickets, follow_ups, deals, contacts, do_not_contact } = self;
        let known = Known { customer, tickets, follow_ups, deals, contacts, do_not_contact };
        briefing(known, NOW, Tz::Europe__Berlin)
    }

    /// Each fact in short, with the records it comes from.
    fn told(&self) -> Vec<String> {
        let told = |fact: Fact| {
            let from = fact.records.iter().map(ToString::to_string).chain(fact.fields.iter().map(ToString::to_string));
            let from = from.collect::<Vec<_>>().join(" ");
            let what = match fact.what {
                What::Complaint(_) => "complaint".to_owned(),
                What::DoNotContact(entry) => format!("not by {}", entry.channel),
                What::NextStep(step) => format!("next {}", step.text),
                What::NoNextStep => "nothing next".to_owned(),
                What::Promise(promise) => format!("promised {}", promise.text),
                What::Clock(from, _) => from.format("%H:%M").to_string(),
                What::Money(sums, count) => format!("{count}: {sums:?}"),
                What::Calls(incoming, outgoing) => format!("{incoming} in {outgoing} out"),
                What::Birthday(_, days) => format!("birthday {days:?}"),
            };
            format!("{what} <- {from}").trim_end_matches([' ', '<', '-']).to_owned()
        };
        self.facts().into_iter().map(told).collect()
    }
}

fn step(id: u64, kind: FollowUpKind, hours: i64, text: &str) -> FollowUp {
    let created = NOW.plus(-100 * Timestamp::HOUR).plus(id as i64);
    let due = NOW.plus(hours * Timestamp::HOUR);
    FollowUp { id: FollowUpId(id), kind, due, created, text: text.into(), ..FollowUp::default() }
}

fn call(id: u64, days_ago: i64, direction: Direction, channel: &str) -> Interaction {
    let at = NOW.plus(-days_ago * Timestamp::DAY);
    Interaction { id: InteractionId(id), at, direction, channel: channel.into(), ..Interaction::default() }
}

fn deal(id: u64, minor: i64, currency: Currency) -> Deal {
    Deal { id: DealId(id), value: Money { minor, currency }, ..Deal::default() }
}

#[test]
fn of_whom_nothing_is_known_it_is_said_that_nothing_is_next() {
    assert_eq!(Made::default().told(), ["nothing next"]);
}

#[test]
fn what_matters_most_comes_first_and_each_names_its_records() {
    let complaint = Ticket { id: TicketId(5), kind: TicketKind::Complaint, ..Ticket::default() };
    let request = Ticket { id: TicketId(6), ..Ticket::default() };
    let resolved = Ticket { id: TicketId(7), state: TicketState::Closed, ..complaint.clone() };
    let entry = DoNotContact { id: DoNotContactId(3), channel: "sms".into(), ..DoNotContact::default() };
    let made = Made {
        customer: Customer {
            id: CustomerId(1),
            time_zone: "Asia/Shanghai".into(),
            birthday: Some(Birthday { year: Some(1980), month: 11, day: 20, lunar: false }),
            ..Customer::default()
        },
        tickets: vec![request, complaint, resolved],
        follow_ups: vec![
            step(8, FollowUpKind::Task, 48, "send it"),
            step(7, FollowUpKind::Callback, 1, "call"),
            FollowUp { state: FollowUpState::Done, ..step(4, FollowUpKind::Promise, -50, "a price list") },
            FollowUp { state: FollowUpState::Cancelled, ..step(5, FollowUpKind::Promise, -40, "a discount") },
        ],
        deals: vec![deal(88, 1_200_000, Currency::EUR), deal(89, 5_000, Currency::USD), deal(90, 100, Currency::EUR)],
        contacts: vec![
            call(90, 0, Direction::In, "phone"),
            call(89, 1, Direction::Out, "email"),
            call(88, 6, Direction::Out, "phone"),
            call(87, 7, Direction::Out, "phone"),
        ],
        do_not_contact: vec![entry],
    };
    let money = format!(
        "3: {:?}",
        [Money { minor: 1_200_100, currency: Currency::EUR }, Money { minor: 5_000, currency: Currency::USD },]
    );
    let told = [
        "complaint <- T5".to_owned(),
        "not by sms <- N3".to_owned(),
        "next call <- F7".to_owned(),
        "promised a price list <- F4".to_owned(),
        "21:05 <- time_zone".to_owned(),
        format!("{money} <- D88 D89 D90"),
        "1 in 1 out <- I90 I88".to_owned(),
        "birthday Some(2) <- birthday".to_owned(),
    ];
    assert_eq!(made.told(), told);
}

#[test]
fn a_promise_that_is_the_next_step_is_said_once() {
    let made = Made { follow_ups: vec![step(4, FollowUpKind::Promise, 2, "a price list")], ..Made::default() };
    assert_eq!(made.told(), ["next a price list <- F4"]);
}

#[test]
fn a_birthday_is_counted_by_the_customers_own_calendar() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap();
    for (month, day, lunar, days) in [
        (11, 18, false, Some(0)),
        (11, 17, false, Some(364)),
        (12, 1, false, Some(13)),
        (2, 29, false, Some(102)),
        (8, 15, true, None),
    ] {
        assert_eq!(days_until(Birthday { year: None, month, day, lunar }, today), days, "{month}-{day}");
    }
}

#[test]
fn every_open_promise_is_told_the_one_due_first_as_what_is_next() {
    let promise = |id, hours, text| step(id, FollowUpKind::Promise, hours, text);
    let kept = FollowUp { state: FollowUpState::Done, ..promise(3, -60, "an invoice") };
    let follow_ups = vec![promise(6, 2, "the samples"), promise(5, 30, "a call back"), promise(4, 20, "prices"), kept];
    let told = Made { follow_ups, ..Made::default() }.told();
    assert_eq!(told, ["next the samples <- F6", "promised prices <- F4", "promised a call back <- F5"]);
}
