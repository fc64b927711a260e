//! Made-up customers with a history: the same for the same seed on every machine, as many as wanted,
//! one at a time in constant memory.
//!
//! Three in ten have Chinese names, one in seven is an organisation, one in fifty is there twice.
//! Numbers lie in valid ranges, so some may belong to somebody; e-mail addresses never do (`.example`).

mod chance;
mod history;
mod names;
mod people;
mod phrases;
mod places;

use crate::domain::customer::Customer;
use crate::domain::import::Bundle;
use crate::domain::money::Currency;
use crate::domain::time::Timestamp;
use chance::Chance;
use history::Making;
use names::Names;
use places::Place;

/// The customers of one seed.
pub struct Demo {
    seed: u64,
    next: u64,
    customers: u64,
    now: Timestamp,
    names: Vec<Names>,
}

impl Demo {
    /// So many customers, whose next steps lie around `now`.
    pub fn new(seed: u64, customers: u64, now: Timestamp) -> Self {
        Self { seed, next: 0, customers, now, names: Names::all() }
    }

    fn bundle(&self, index: u64) -> Bundle {
        let mut chance = Chance::new(self.seed, index);
        let (customer, place) = self.customer(index, &mut chance);
        let phrases = phrases::phrases(place.language);
        let mut making = Making { phrases, since: customer.created, now: self.now, chance: &mut chance };
        let currency = place.currency.parse().unwrap_or(Currency::EUR);
        Bundle {
            interactions: making.interactions(),
            deals: making.some(10, |making| making.deal(currency, index as i64)),
            follow_ups: making.some(15, Making::follow_up),
            tickets: making.some(4, Making::ticket),
            customer,
        }
    }

    /// A new customer, or an earlier one as somebody else would have entered it.
    fn customer(&self, index: u64, chance: &mut Chance) -> (Customer, &'static Place) {
        if Self::is_twice(chance) && index > 0 {
            let mut earlier = Chance::new(self.seed, chance.below(index));
            if !Self::is_twice(&mut earlier) {
                let (customer, place) = people::customer(&self.names, &mut earlier, self.now);
                return (people::duplicate(customer, chance), place);
            }
        }
        people::customer(&self.names, chance, self.now)
    }

    /// The first thing drawn for every customer, so that an earlier one comes out as it did there.
    fn is_twice(chance: &mut Chance) -> bool {
        chance.percent(2)
    }
}

impl Making<'_> {
    /// One in so many of a hundred cases, else none.
    fn some<T>(&mut self, percent: u64, make: impl FnOnce(&mut Self) -> T) -> Vec<T> {
        let wanted = self.chance.percent(percent);
        wanted.then(|| make(self)).into_iter().collect()
    }
}

impl Iterator for Demo {
    type Item = Bundle;

    fn next(&mut self) -> Option<Bundle> {
        let index = self.next;
        self.next += 1;
        (index < self.customers).then(|| self.bundle(index))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.customers.saturating_sub(self.next) as usize;
        (left, Some(left))
    }
}

#[cfg(test)]
mod tests;
