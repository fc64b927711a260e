//! Imports go on, or say what to do, whatever becomes of the store under them.

use super::world::{House, Mood};
use crate::support::{ask, draft};
use callsheet::door::jobs::{self, JobId, Row, Rows, Start, Target};
use callsheet::door::{Refusal, maintenance, undo};
use serde_json::json;

/// Rows that need several commits.
fn rows(from: u64) -> Rows {
    let row = |line: u64| {
        let fields = [("name", json!(format!("Customer {line}"))), ("remarks", json!("x".repeat(15_000)))];
        Row::new(line, draft(&fields))
    };
    Rows::Drafts((from..from + 5).map(row).collect())
}

impl House {
    fn start(&self) -> JobId {
        let start = Start::new("list.csv", Target::Customers);
        match ask(&self.admin, jobs::Request::Start(start)) {
            Ok(jobs::Response::Started(job)) => job,
            other => panic!("{other:?}"),
        }
    }

    fn batch(&self, job: JobId, from: u64) -> Result<jobs::Response, Refusal> {
        ask(&self.admin, jobs::Request::Batch { job, rows: rows(from) })
    }
}

#[test]
fn an_import_goes_on_over_a_store_that_is_opened_anew_and_one_undo_takes_all_of_it_back() {
    for mood in [Mood::FailsBefore, Mood::FailsAfter] {
        for failing in [1, 2, 3] {
            let house = House::open();
            let job = house.start();
            for batch in 1..=3 {
                if batch == failing {
                    house.mood(mood);
                }
                house.batch(job, batch * 10).unwrap();
            }
            assert_eq!((house.customers(), house.opened()), (15, 2));
            let summary = match ask(&house.admin, jobs::Request::Finish(job)) {
                Ok(jobs::Response::Finished(summary)) => summary,
                other => panic!("{other:?}"),
            };
            assert_eq!((summary.created + summary.unchanged, summary.refused), (15, 0));
            let _: undo::Response = ask(&house.admin, undo::Request::Undo(summary.undo)).unwrap();
            assert_eq!(house.customers(), 0);
        }
    }
}

#[test]
fn an_import_that_a_restore_interrupts_says_what_to_do_and_begun_again_takes_nothing_twice() {
    let house = House::open();
    let job = house.start();
    house.batch(job, 10).unwrap();
    let restore = maintenance::Request::Restore { from: "/backup".into(), key: None };
    let _: maintenance::Response = ask(&house.admin, restore).unwrap();
    assert_eq!(house.batch(job, 20), Err(Refusal::Interrupted));
    let job = house.start();
    for (from, created) in [(10, 0), (20, 5)] {
        match house.batch(job, from) {
            Ok(jobs::Response::Taken(taken)) => assert_eq!((taken.created, taken.unchanged), (created, 5 - created)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(house.customers(), 10);
}
