//! What is amiss with customers is counted, found by the query of its line, and mended by cleaning.

use crate::support::{NOW, Store, blamed, store};
use callsheet::domain::cleaning::Cleaning;
use callsheet::domain::customer::{Consent, Customer};
use callsheet::domain::id::UserId;
use callsheet::domain::import::Bundle;
use callsheet::domain::interaction::Interaction;
use callsheet::domain::phone::Phone;
use callsheet::domain::quality::Flaw;
use callsheet::domain::time::Timestamp;
use callsheet::door::bulk::{self, BulkEdit, Whom};
use callsheet::door::quality::{Line, Request, Response};
use callsheet::door::{Call, Delivery, Door, Part};

/// A customer with nothing amiss.
fn whole(name: &str) -> Bundle {
    let consent = Consent { purpose: "marketing".into(), source: "form".into(), given: day(), withdrawn: None };
    let customer = Customer {
        name: name.into(),
        phones: vec![Phone::read("+49 30 1234567", "DE")],
        emails: vec!["anna@meyer.de".into()],
        owner: Some(UserId(1)),
        consents: vec![consent],
        ..Customer::default()
    };
    let interactions = vec![Interaction { at: NOW.plus(-Timestamp::DAY), ..Interaction::default() }];
    Bundle { customer, interactions, ..Bundle::default() }
}

fn day() -> chrono::NaiveDate {
    NOW.utc().date_naive()
}

/// One customer a flaw, named by it, and one without any.
fn flawed() -> Store {
    let store = store();
    let mut bundles = vec![whole("whole")];
    for flaw in Flaw::ALL {
        let mut bundle = whole(flaw.slug());
        let customer = &mut bundle.customer;
        match flaw {
            Flaw::NoPhone => customer.phones.clear(),
            Flaw::BadPhone => customer.phones.push(Phone { typed: "room 12".into(), ..Phone::default() }),
            Flaw::BadEmail => customer.emails.push("anna at meyer".into()),
            Flaw::NoOwner => customer.owner = None,
            Flaw::NoConsent => customer.consents[0].withdrawn = Some(day()),
            Flaw::Stale => bundle.interactions[0].at = NOW.plus(-400 * Timestamp::DAY),
        }
        bundles.push(bundle);
    }
    store.take(bundles);
    store.find("the index is there");
    store
}

fn report(store: &Store, stale_months: u32) -> (usize, Vec<Line>) {
    let Response::Report { customers, lines } = store.ask(Request::Report { stale_months }).unwrap();
    (customers, lines)
}

#[test]
fn every_flaw_is_counted_and_its_query_finds_whom_it_is_about() {
    let store = flawed();
    let (customers, lines) = report(&store, Flaw::STALE_MONTHS);
    assert_eq!(customers, Flaw::ALL.len() + 1);
    for Line { flaw, customers, query } in lines {
        let found = store.find(&query);
        let names: Vec<_> = found.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!((names, customers), (vec![flaw.slug()], 1), "{query}");
    }
    assert_eq!(store.find("-phone:none -phone:bad -email:bad -owner:none -consent:none -last>12mo").matched, 1);
    assert_eq!(store.find("consent:marketing").matched, Flaw::ALL.len());
}

#[test]
fn how_long_without_contact_is_stale_one_says_oneself() {
    let store = flawed();
    let stale = |months| report(&store, months).1.into_iter().find(|line| line.flaw == Flaw::Stale).unwrap().customers;
    assert_eq!((stale(12), stale(14)), (1, 0));
    for months in [0, 1_201] {
        assert_eq!(blamed(store.ask::<Response>(Request::Report { stale_months: months })), "stale_months");
    }
}

#[test]
fn each_flaw_is_told_as_soon_as_it_is_counted() {
    let store = flawed();
    let ticket = store.admin.send(Call::by_person(Request::Report { stale_months: 12 }));
    let mut told = Vec::new();
    for delivery in store.admin.inbox() {
        match delivery {
            Delivery::Part(to, Part::Flawed(line)) if to == ticket => told.push(line.flaw),
            Delivery::Done(to, _) if to == ticket => break,
            _ => {}
        }
    }
    assert_eq!(told, Flaw::ALL);
}

#[test]
fn what_is_typed_badly_is_written_as_it_should_be_seen_before_and_taken_back_as_one() {
    let store = store();
    let mut bundle = whole("  ANNA   VON MEYER ");
    bundle.customer.phones = vec![Phone { typed: "030 / 1234567".into(), ..Phone::default() }];
    bundle.customer.country = "Deutschland".into();
    bundle.customer.street = "Obere  Str. 57".into();
    let before = bundle.customer.clone();
    store.take(vec![bundle, whole("Bea Schulz")]);
    store.find("the index is there");
    let ids = store.found("");
    let edit = |clean: &[Cleaning]| BulkEdit { clean: clean.to_vec(), ..BulkEdit::of(Whom::Query(String::new())) };
    let outcome = |request| match store.ask(request).unwrap() {
        bulk::Response::Outcome(outcome) => *outcome,
    };
    let anna = || {
        let all = ids.iter().map(|id| store.card(*id).customer);
        all.into_iter().find(|customer| customer.name.to_lowercase().contains("anna")).unwrap()
    };
    let seen = outcome(bulk::Request::Preview(edit(&[Cleaning::Names])));
    assert_eq!((seen.changed, seen.rows[0].changes.len()), (1, 1));
    assert_eq!(seen.rows[0].changes[0].to, "Anna von Meyer");
    assert_eq!(anna().name, before.name, "only looked at");

    let made = outcome(bulk::Request::Make(edit(Cleaning::ALL)));
    assert_eq!((made.matched, made.refused, made.ended), (2, 0, None));
    let clean = anna();
    assert_eq!((clean.name.as_str(), clean.country.as_str()), ("Anna von Meyer", "DE"));
    assert_eq!((clean.street.as_str(), clean.phones[0].e164.as_str()), ("Obere Str. 57", "+49301234567"));
    assert_eq!(outcome(bulk::Request::Make(edit(Cleaning::ALL))).changed, 0, "once is enough");
    store.undo().unwrap();
    let back = anna();
    assert_eq!((back.name, back.phones, back.street), (before.name, before.phones, before.street));
}
