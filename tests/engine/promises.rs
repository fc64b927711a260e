//! The conformance suite: the same promises, of every engine.

use super::fixture::{all, batch, changes, done, get, id, id_later};
use callsheet::store::engine::{
    Batch, Change, Direction, Engine, EngineError, Health, KeyRange, MAX_BATCH, MAX_KEY, MAX_VALUE, Outcome, Rev, chain,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

macro_rules! promises {
    ($($name:ident)*) => {
        mod memory {
            $(#[test] fn $name() { super::$name(&super::super::fixture::memory().engine) })*
        }
        mod sled {
            $(#[test] fn $name() { super::$name(&super::super::fixture::sled().engine) })*
        }
        mod sealed {
            $(#[test] fn $name() { super::$name(&super::super::fixture::sealed().engine) })*
        }
    };
}

promises! {
    what_was_committed_is_read_with_its_revision
    a_broken_precondition_names_its_key_and_changes_nothing
    the_last_change_to_a_key_counts
    each_table_is_counted_as_it_stands
    the_same_batch_twice_is_committed_once
    a_lost_answer_can_be_asked_for
    batch_ids_are_forgotten_after_a_day
    a_snapshot_stays_while_writers_go_on
    nobody_sees_half_a_commit
    a_scan_goes_both_ways_and_keeps_to_its_range
    concurrent_appends_make_one_unbroken_chain
    a_chain_goes_on_within_a_batch_and_after_it
    the_feed_tells_each_change_once_and_in_order
    too_much_is_refused
    the_engines_own_keys_are_out_of_reach
    a_closed_engine_takes_nothing_more
}

type Shared = Arc<dyn Engine>;

fn what_was_committed_is_read_with_its_revision(engine: &Shared) {
    assert_eq!(engine.revision(), Rev(0));
    assert_eq!(done(&**engine, batch(1).put("k", "one")), Rev(1));
    assert_eq!(done(&**engine, batch(2).put("other", "")), Rev(2));
    let snapshot = engine.snapshot().unwrap();
    assert_eq!(snapshot.rev(), Rev(2));
    let stored = snapshot.get(b"k").unwrap().unwrap();
    assert_eq!((stored.rev, &stored.value[..]), (Rev(1), &b"one"[..]));
    assert_eq!(snapshot.get(b"other").unwrap().unwrap().value, b"");
    assert_eq!(snapshot.get(b"nothing").unwrap(), None);
    assert_eq!((engine.revision(), engine.health()), (Rev(2), Health::Ready));
}

fn a_broken_precondition_names_its_key_and_changes_nothing(engine: &Shared) {
    let rev = done(&**engine, batch(1).absent("k").put("k", "one"));
    let conflict = |batch: Batch, key: &str| {
        let answer = engine.commit(batch.put("k", "bad").put("more", "bad")).unwrap();
        assert_eq!(answer, Outcome::Conflict(key.into()));
    };
    conflict(batch(2).absent("k"), "k");
    conflict(batch(3).at("k", Rev(7)), "k");
    conflict(batch(4).at("k", rev).at("gone", rev), "gone");
    assert_eq!(engine.revision(), rev);
    assert_eq!(get(&**engine, b"k"), Some(b"one".to_vec()));
    assert_eq!(get(&**engine, b"more"), None);
    assert_eq!(engine.outcome(id(2)).unwrap(), None);

    let second = done(&**engine, batch(5).at("k", rev).del("k"));
    done(&**engine, batch(6).absent("k").put("k", "again"));
    conflict(batch(7).at("k", second), "k");
}

fn the_last_change_to_a_key_counts(engine: &Shared) {
    done(&**engine, batch(1).put("a", "1").del("a").put("b", "1").put("b", "2").del("never"));
    done(&**engine, batch(2).del("b").put("a", "3"));
    assert_eq!(get(&**engine, b"a"), Some(b"3".to_vec()));
    assert_eq!(get(&**engine, b"b"), None);
}

fn each_table_is_counted_as_it_stands(engine: &Shared) {
    let counts = || [b'a', b'b', b'c'].map(|table| engine.entries_of(table).unwrap());
    assert_eq!(counts(), [0, 0, 0]);
    done(&**engine, batch(1).put("a1", "").put("a2", "").put("b1", ""));
    assert_eq!(counts(), [2, 1, 0]);
    done(&**engine, batch(2).put("a1", "again").del("b1").del("c1").put("a3", "").chain(b'c', "x"));
    assert_eq!(counts(), [3, 0, 1]);
}

fn the_same_batch_twice_is_committed_once(engine: &Shared) {
    let first = batch(1).absent("k").put("k", "one").chain(b'a', "entry");
    let rev = done(&**engine, first.clone());
    done(&**engine, batch(2).put("k", "two"));
    assert_eq!(done(&**engine, first), rev);
    assert_eq!(get(&**engine, b"k"), Some(b"two".to_vec()));
    assert_eq!(engine.snapshot().unwrap().head(b'a').unwrap().seq, 1);
    assert_eq!(engine.revision(), Rev(2));
}

fn a_lost_answer_can_be_asked_for(engine: &Shared) {
    let rev = done(&**engine, batch(1));
    assert_eq!(engine.outcome(id(1)).unwrap(), Some(rev));
    assert_eq!(engine.outcome(id(2)).unwrap(), None);
}

fn batch_ids_are_forgotten_after_a_day(engine: &Shared) {
    const DAY: u64 = 24 * 60 * 60 * 1000;
    for n in 0..10 {
        done(&**engine, batch(n));
    }
    done(&**engine, Batch::new(id_later(DAY, 10)));
    assert!((0..10).all(|n| engine.outcome(id(n)).unwrap().is_some()), "a day is not over yet");
    for n in 11..14 {
        done(&**engine, Batch::new(id_later(DAY + 1, n)));
    }
    assert!((0..10).all(|n| engine.outcome(id(n)).unwrap().is_none()));
    assert!((11..14).all(|n| engine.outcome(id_later(DAY + 1, n)).unwrap().is_some()));
}

fn numbered(n: u32) -> Vec<u8> {
    [&b"n"[..], &n.to_be_bytes()].concat()
}

fn a_snapshot_stays_while_writers_go_on(engine: &Shared) {
    let first = (0..2000).fold(batch(1), |batch, n| batch.put(numbered(2 * n), "old"));
    done(&**engine, first);
    for direction in [Direction::Forward, Direction::Reverse] {
        let snapshot = engine.snapshot().unwrap();
        let before = all(&*snapshot, direction);
        let mut seen = Vec::new();
        for (step, entry) in snapshot.scan(KeyRange::all(), direction).enumerate() {
            let (key, stored) = entry.unwrap();
            assert_eq!(snapshot.get(&key).unwrap().as_ref(), Some(&stored));
            seen.push((key, stored.value));
            if step % 100 == 0 {
                let at = (step as u32 * 37) % 4000;
                let n = engine.revision().0 + 1;
                let change = (at..at + 300).fold(batch(n), |batch, n| match n % 3 {
                    0 => batch.del(numbered(n)),
                    _ => batch.put(numbered(n), "new"),
                });
                done(&**engine, change);
            }
        }
        assert!(seen == before, "a scan saw what came later");
        assert!(all(&*snapshot, direction) == before, "a second look saw something else");
        assert!(all(&*engine.snapshot().unwrap(), direction) != before);
    }
}

fn nobody_sees_half_a_commit(engine: &Shared) {
    const KEYS: u32 = 700;
    const ROUNDS: u64 = 40;
    let round = |n: u64| (0..KEYS).fold(batch(n), |batch, key| batch.put(numbered(key), n.to_be_bytes()));
    done(&**engine, round(1));
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        for direction in [Direction::Forward, Direction::Reverse] {
            let over = &over;
            scope.spawn(move || {
                while !over.load(Ordering::Acquire) {
                    let snapshot = engine.snapshot().unwrap();
                    let seen = all(&*snapshot, direction);
                    assert_eq!(seen.len(), KEYS as usize);
                    let round = snapshot.rev().0.to_be_bytes();
                    assert!(seen.iter().all(|(_, value)| *value == round), "half of a commit was seen");
                    assert_eq!(snapshot.get(&numbered(0)).unwrap().unwrap().value, round);
                }
            });
        }
        for n in 2..=ROUNDS {
            done(&**engine, round(n));
        }
        over.store(true, Ordering::Release);
    });
}

fn a_scan_goes_both_ways_and_keeps_to_its_range(engine: &Shared) {
    done(&**engine, ["a", "ab", "abc", "b", "c\u{ff}", "d"].iter().fold(batch(1), |batch, key| batch.put(*key, *key)));
    let snapshot = engine.snapshot().unwrap();
    let keys = |range: KeyRange, direction| -> Vec<String> {
        snapshot.scan(range, direction).map(|entry| String::from_utf8(entry.unwrap().0).unwrap()).collect()
    };
    assert_eq!(keys(KeyRange::prefix(b"a"), Direction::Forward), ["a", "ab", "abc"]);
    assert_eq!(keys(KeyRange::prefix(b"a"), Direction::Reverse), ["abc", "ab", "a"]);
    assert_eq!(keys(KeyRange::new("ab", "d"), Direction::Forward), ["ab", "abc", "b", "c\u{ff}"]);
    assert_eq!(keys(KeyRange::new("ab", "ab"), Direction::Forward), [""; 0]);
    assert_eq!(keys(KeyRange::new("d", "a"), Direction::Reverse), [""; 0]);
    assert_eq!(keys(KeyRange::all(), Direction::Reverse).len(), 6);
    assert_eq!(snapshot.scan_prefix(b"ab", Direction::Reverse).count(), 2);
}

fn concurrent_appends_make_one_unbroken_chain(engine: &Shared) {
    const LOG: u8 = b'l';
    thread::scope(|scope| {
        for writer in 0..8u64 {
            scope.spawn(move || {
                for n in 0..25 {
                    let n = writer * 100 + n;
                    done(&**engine, batch(n).chain(LOG, n.to_string()));
                }
            });
        }
    });
    let snapshot = engine.snapshot().unwrap();
    let followed = snapshot.scan_prefix(&[LOG], Direction::Forward).fold(chain::Head::START, |head, entry| {
        let (key, stored) = entry.unwrap();
        head.follow(LOG, &key, &stored.value).unwrap()
    });
    assert_eq!(followed.seq, 200);
    assert_eq!(followed, snapshot.head(LOG).unwrap());
}

fn a_chain_goes_on_within_a_batch_and_after_it(engine: &Shared) {
    done(&**engine, batch(1).chain(b'x', "1").chain(b'y', "other").chain(b'x', "2"));
    done(&**engine, batch(2).chain(b'x', "3"));
    let snapshot = engine.snapshot().unwrap();
    let expected = chain::Head::START.after(b"1").after(b"2").after(b"3");
    assert_eq!(snapshot.head(b'x').unwrap(), expected);
    assert_eq!(snapshot.head(b'z').unwrap(), chain::Head::START);
    let last = snapshot.get(&chain::entry_key(b'x', 3)).unwrap().unwrap();
    assert_eq!(chain::split(&last.value), Some((&expected.hash, &b"3"[..])));
}

fn the_feed_tells_each_change_once_and_in_order(engine: &Shared) {
    let mut feed = engine.feed(Rev(0)).unwrap();
    assert_eq!(feed.next().unwrap(), None);
    done(&**engine, batch(1).put("b", "").put("a", ""));
    done(&**engine, batch(2).del("a").chain(b'l', ""));
    assert_eq!(engine.commit(batch(3).absent("b")).unwrap(), Outcome::Conflict(b"b".to_vec()));
    done(&**engine, batch(4));
    let change = |rev, keys: &[&[u8]]| Change { rev: Rev(rev), keys: keys.iter().map(|key| key.to_vec()).collect() };
    let expected = [change(1, &[b"a", b"b"]), change(2, &[b"a", &chain::entry_key(b'l', 1)]), change(3, &[])];
    for wanted in &expected {
        assert_eq!(feed.next().unwrap().as_ref(), Some(wanted));
    }
    assert_eq!(feed.next().unwrap(), None);
    done(&**engine, batch(5).put("c", ""));
    assert_eq!(feed.next().unwrap(), Some(change(4, &[b"c"])));
    assert_eq!(changes(&**engine, Rev(1))[..2], expected[1..]);
    assert_eq!(changes(&**engine, Rev(4)), []);
    assert_eq!(changes(&**engine, Rev(9)), []);
}

fn too_much_is_refused(engine: &Shared) {
    let too_large = |batch: Batch, wanted: &str| match engine.commit(batch) {
        Err(EngineError::TooLarge { what, .. }) => assert_eq!(what, wanted),
        answer => panic!("{answer:?}"),
    };
    too_large(batch(1).put("k", vec![0; MAX_VALUE + 1]), "value");
    too_large(batch(1).chain(b'l', vec![0; MAX_VALUE + 1]), "value");
    too_large(batch(1).put(vec![1; MAX_KEY + 1], ""), "key");
    let heavy = |keys: u32| (0..keys).fold(batch(1), |batch, n| batch.put(numbered(n), vec![7; MAX_VALUE]));
    too_large(heavy((MAX_BATCH / MAX_VALUE) as u32), "batch");
    assert_eq!(engine.revision(), Rev(0));
    done(&**engine, heavy((MAX_BATCH / MAX_VALUE) as u32 - 1));
    done(&**engine, batch(2).put(vec![1; MAX_KEY], vec![0; MAX_VALUE]).chain(b'l', vec![0; MAX_VALUE]));
    assert_eq!(get(&**engine, &numbered(9)), Some(vec![7; MAX_VALUE]));
}

fn the_engines_own_keys_are_out_of_reach(engine: &Shared) {
    done(&**engine, batch(1).put("k", "").chain(0xFE, ""));
    for bad in [
        batch(2).put("", ""),
        batch(2).put([0xFF], ""),
        batch(2).del([0xFF, 1]),
        batch(2).chain(0xFF, ""),
        batch(2).absent([0xFF]),
    ] {
        assert!(matches!(engine.commit(bad), Err(EngineError::Reserved { .. })));
    }
    let snapshot = engine.snapshot().unwrap();
    assert_eq!(all(&*snapshot, Direction::Forward).len(), 2);
    assert_eq!(snapshot.scan_prefix(&[0xFF], Direction::Reverse).count(), 0);
    assert_eq!(snapshot.get(&[&[0xFF, b'b'][..], &id(1).0].concat()).unwrap(), None);
}

fn a_closed_engine_takes_nothing_more(engine: &Shared) {
    done(&**engine, batch(1).put("k", "one"));
    let snapshot = engine.snapshot().unwrap();
    engine.close().unwrap();
    engine.close().unwrap();
    assert!(matches!(engine.commit(batch(2)), Err(EngineError::Closed)));
    assert_eq!(engine.health(), Health::Closed);
    assert_eq!(snapshot.get(b"k").unwrap().unwrap().value, b"one");
}
