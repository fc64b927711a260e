//! Whatever a table shares with its record comes back as the record has it.

use super::*;
use crate::domain::deal::Deal;
use crate::domain::field::{Field, Kind};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::money::{Currency, Money};
use crate::domain::order::{Order, Product};
use crate::domain::role::Role;
use crate::domain::ticket::{Ticket, TicketKind, Urgency};
use crate::domain::user::User;

/// A text with everything a table has trouble with.
fn hard() -> impl Strategy<Value = String> {
    prop_oneof![TEXT, Just("=1+2".to_owned()), Just("0049".to_owned()), Just("a,\"b\"; c".to_owned())]
}

fn money() -> impl Strategy<Value = Money> {
    (0_i64..10_000_000, any::<bool>()).prop_map(|(minor, own)| {
        let currency = if own { Settings::default().currency } else { Currency::EUR };
        Money { minor, currency }
    })
}

prop_compose! {
    /// A record of each table, all of whose fields say something.
    fn records()(
        texts in proptest::collection::vec(hard(), 6),
        lines in proptest::collection::vec(TEXT, 1..3),
        value in money(),
        seconds in 1_u32..100_000,
        percent in 0_u8..=100,
        party in 7_u64..10,
        flag in any::<bool>(),
    ) -> Vec<(Target, Item)> {
        let [one, two, three, four, five, six] = texts.try_into().unwrap();
        let (text, at) = (lines.join("\n"), Timestamp(NOW.0 + i64::from(seconds) * 1_000));
        let customer = CustomerId(party);
        vec![
            (Target::Interactions, Interaction {
                party: Party::Customer(customer),
                channel: one.clone(),
                direction: if flag { Direction::In } else { Direction::Out },
                at,
                text: text.clone(),
                disposition: two.clone(),
                reason: three.clone(),
                talk_s: seconds,
                number: four.clone(),
                line: five.clone(),
                verified: six.clone(),
                recording: one.clone(),
                ..Interaction::default()
            }.into()),
            (Target::Deals, Deal {
                title: one.clone(),
                customer,
                stage: "proposal".into(),
                value,
                probability: Some(percent),
                expected_close: Some("2031-12-24".parse().unwrap()),
                competitors: vec![two.clone(), three.clone()],
                remarks: text.clone(),
                ..Deal::default()
            }.into()),
            (Target::Tickets, Ticket {
                customer,
                text: text.clone(),
                kind: TicketKind::Complaint,
                urgency: Urgency::High,
                due: Some(at),
                ..Ticket::default()
            }.into()),
            (Target::FollowUps, FollowUp {
                party: Party::Customer(customer),
                due: at,
                text: text.clone(),
                kind: FollowUpKind::CareCall,
                method: one.clone(),
                goal: two.clone(),
                recurrence: Some(Recurrence { every: 2, unit: Unit::Week, until: None }),
                ..FollowUp::default()
            }.into()),
            (Target::Orders, Order {
                external_id: four.clone(),
                customer,
                at,
                channel: one.clone(),
                currency: value.currency,
                charges: value,
                remarks: text,
                ..Order::default()
            }.into()),
            (Target::Products, Product {
                external_id: four,
                name: one.clone(),
                category: two.clone(),
                unit: three.clone(),
                price: value,
                discontinued: flag,
                ..Product::default()
            }.into()),
            (Target::Users, User {
                name: one,
                login: "zoe".into(),
                os_user: "zoe".into(),
                role: Role::Supervisor,
                extension: "0815".into(),
                email: "zoe@firma.de".into(),
                external_id: five,
                active: flag,
                ..User::default()
            }.into()),
        ]
    }
}

/// Whether a table says it by a name that is looked up where the records are.
fn is_looked_up(kind: Kind) -> bool {
    kind.is_colleague() || kind == Kind::Reference
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_table_gives_back_the_fields_its_record_has(records in records()) {
        for ((target, item), format) in records.iter().flat_map(|each| [(each, Format::Csv), (each, Format::Xlsx)]) {
            let plan = Plan { target: Some(*target), ..Plan::new(format) };
            let row = read_back(plan, std::slice::from_ref(item)).remove(0);
            let row = row.map_err(|refused| TestCaseError::fail(format!("{target} {format}: {refused:?}")))?;
            let (_, held) = edit::object(item).into_iter().next().unwrap();
            let is_shared = |field: &&Field| held.get(field.name).is_some() && !is_looked_up(field.kind);
            let shared: Vec<_> = target.fields().iter().filter(is_shared).collect();
            prop_assert!(shared.len() >= 4, "{}", target);
            for field in shared {
                let said = row.draft.get(field.name).cloned().unwrap_or_default();
                prop_assert_eq!(&said, &held[field.name], "{} {}: {}", target, format, field.name);
            }
        }
    }
}
