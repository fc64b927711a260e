//! Who gets which work when it is shared out among several.

use super::choice::choice;
use super::id::UserId;

choice! {
    /// How work is shared out among those who are ready.
    Sharing {
        /// One after the other, going on behind whoever got the last piece.
        InTurn = "in-turn",
        /// Each piece to whoever has the least to do then.
        LeastLoaded = "least-loaded",
    }
}

/// Somebody work can be given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub user: UserId,
    /// How much they have to do already.
    pub load: usize,
}

/// Whose each of `count` pieces of work becomes; nobody's where there is no candidate. `last` is who got the last
/// piece before. Of several with equally little to do the one with the lowest id comes first.
pub fn shared(sharing: Sharing, candidates: &[Candidate], last: Option<UserId>, count: usize) -> Vec<UserId> {
    let mut candidates = candidates.to_vec();
    candidates.sort_by_key(|candidate| candidate.user);
    match sharing {
        Sharing::InTurn => {
            let behind = |candidate: &Candidate| last.is_none_or(|last| candidate.user > last);
            let first = candidates.iter().position(behind).unwrap_or(0);
            candidates.iter().cycle().skip(first).take(count).map(|candidate| candidate.user).collect()
        }
        Sharing::LeastLoaded => (0..count).filter_map(|_| next_least_loaded(&mut candidates)).collect(),
    }
}

fn next_least_loaded(candidates: &mut [Candidate]) -> Option<UserId> {
    let least = candidates.iter_mut().min_by_key(|candidate| (candidate.load, candidate.user))?;
    least.load += 1;
    Some(least.user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn candidates(loads: &[usize]) -> Vec<Candidate> {
        (1..).zip(loads).map(|(id, load)| Candidate { user: UserId(id), load: *load }).collect()
    }

    fn ids(users: Vec<UserId>) -> Vec<u64> {
        users.into_iter().map(|user| user.0).collect()
    }

    #[test]
    fn the_turn_goes_on_where_it_stopped() {
        let three = candidates(&[9, 0, 0]);
        assert_eq!(ids(shared(Sharing::InTurn, &three, None, 4)), [1, 2, 3, 1]);
        assert_eq!(ids(shared(Sharing::InTurn, &three, Some(UserId(1)), 2)), [2, 3]);
        assert_eq!(ids(shared(Sharing::InTurn, &three, Some(UserId(3)), 2)), [1, 2]);
        assert_eq!(
            ids(shared(Sharing::InTurn, &candidates(&[0, 0]), Some(UserId(7)), 1)),
            [1],
            "the last one has left"
        );
    }

    #[test]
    fn whoever_has_the_least_to_do_comes_first() {
        assert_eq!(ids(shared(Sharing::LeastLoaded, &candidates(&[3, 1, 2]), None, 5)), [2, 2, 3, 1, 2]);
    }

    #[test]
    fn without_anybody_nothing_is_shared_out() {
        for sharing in Sharing::ALL {
            assert!(shared(*sharing, &[], None, 3).is_empty(), "{sharing}");
        }
    }

    proptest! {
        #[test]
        fn in_turn_nobody_gets_two_more_than_another(people in 1_usize..9, last in 0_u64..12, count in 0_usize..60) {
            let given = ids(shared(Sharing::InTurn, &candidates(&vec![0; people]), Some(UserId(last)), count));
            let counts: Vec<usize> = (1..=people as u64).map(|id| given.iter().filter(|to| **to == id).count()).collect();
            prop_assert_eq!(given.len(), count);
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1);
        }

        #[test]
        fn by_load_work_never_goes_past_somebody_with_less(loads in proptest::collection::vec(0_usize..9, 1..7), count in 0_usize..40) {
            let mut after = loads.clone();
            for id in ids(shared(Sharing::LeastLoaded, &candidates(&loads), None, count)) {
                let at = id as usize - 1;
                prop_assert_eq!(after[at], *after.iter().min().unwrap());
                after[at] += 1;
            }
        }
    }
}
