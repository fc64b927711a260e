use super::*;
use crate::domain::phone::Phone;
use crate::domain::text::is_han;
use std::collections::HashMap;

const NOW: Timestamp = Timestamp(1_795_302_000_000);

fn demo(count: u64) -> Vec<Bundle> {
    Demo::new(42, count, NOW).collect()
}

fn share(bundles: &[Bundle], is: impl Fn(&Bundle) -> bool) -> usize {
    bundles.iter().filter(|bundle| is(bundle)).count() * 1_000 / bundles.len()
}

#[test]
fn the_same_seed_makes_the_same_customers_on_every_machine() {
    let bytes = bincode::serde::encode_to_vec(demo(1_000), bincode::config::standard()).unwrap();
    assert_eq!(
        blake3::hash(&bytes).to_hex().as_str(),
        "e5f6a9beb7993f99c1cdf990d7ddebf7e6a7ebd8aa33055a5526c75aac0c4c2c"
    );
}

#[test]
fn a_customer_is_the_same_however_many_come_after() {
    assert_eq!(demo(50), demo(60)[..50]);
    assert_ne!(demo(50), Demo::new(43, 50, NOW).collect::<Vec<_>>());
}

#[test]
fn the_shares_are_as_promised() {
    let bundles = demo(5_000);
    let per_mille = |is: &dyn Fn(&Bundle) -> bool| share(&bundles, is);
    let near = |found: usize, wanted: usize| assert!(found.abs_diff(wanted) < 25, "{found} instead of {wanted} ‰");
    near(per_mille(&|b| b.customer.name.chars().any(is_han)), 300);
    near(per_mille(&|b| b.customer.is_organisation()), 150);
    near(per_mille(&|b| !b.deals.is_empty()), 100);
    near(per_mille(&|b| !b.follow_ups.is_empty()), 150);
    near(per_mille(&|b| !b.tickets.is_empty()), 40);
    let contacts: usize = bundles.iter().map(|b| b.interactions.len()).sum();
    assert!((14_000..16_000).contains(&contacts), "{contacts}");

    let mut seen: HashMap<&str, u32> = HashMap::new();
    for phone in bundles.iter().filter_map(|b| b.customer.phones.first()) {
        *seen.entry(&phone.e164).or_default() += 1;
    }
    let twice = seen.values().filter(|count| **count > 1).count();
    assert!((60..140).contains(&twice), "{twice} of 5,000 are there twice");
}

#[test]
fn every_number_reads_as_what_it_says_it_is_and_is_valid() {
    for bundle in demo(5_000) {
        for phone in &bundle.customer.phones {
            let read = Phone::read(&phone.typed, &bundle.customer.country);
            assert_eq!(read.e164, phone.e164, "{} in {}", phone.typed, bundle.customer.country);
            let number = rlibphonenumber::PHONE_NUMBER_UTIL.parse(&phone.e164, None).unwrap();
            assert!(number.is_valid(), "{} in {}", phone.typed, bundle.customer.country);
        }
    }
}

#[test]
fn every_record_is_whole() {
    for Bundle { customer, interactions, deals, follow_ups, tickets } in demo(3_000) {
        assert!(!customer.name.trim().is_empty() && !customer.city.is_empty() && !customer.phones.is_empty());
        assert!(customer.emails.iter().all(|email| crate::domain::email::is_valid(email)), "{:?}", customer.emails);
        assert!(interactions.iter().all(|one| one.at <= NOW && one.at.plus(Timestamp::DAY) > customer.created));
        assert!(deals.iter().all(|deal| deal.value.minor > 0 && !deal.history.is_empty()));
        assert!(deals.iter().all(|deal| deal.is_open() == deal.closed.is_none()));
        assert!(follow_ups.iter().all(|one| one.due.seconds_since(NOW).abs() < 14 * Timestamp::DAY));
        assert!(tickets.iter().all(|ticket| ticket.created <= NOW && ticket.closed.is_none_or(|at| at <= NOW)));
    }
}
