//! Whole answers to searches, kept while somebody scrolls through them: a page far down is read from here, so that it
//! costs no more than one at the top, and no row moves under the cursor.

use crate::domain::id::{CustomerId, UserId};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

/// Customers in all kept answers together; each takes eight bytes.
const MOST: usize = 4_000_000;

/// Who asked for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Through which session.
    pub session: u64,
    /// Who: the same query means another thing to another person.
    pub user: UserId,
    /// The query as typed.
    pub query: String,
}

/// Everyone a query finds, best first.
pub type Ranked = Arc<Vec<CustomerId>>;

/// The newest answers, at most one a session.
#[derive(Default)]
pub struct Answers(Mutex<VecDeque<(Asked, Ranked)>>);

impl Answers {
    /// The answer that is kept of a question.
    pub fn get(&self, asked: &Asked) -> Option<Ranked> {
        self.0.lock().iter().find(|(kept, _)| kept == asked).map(|(_, ranked)| Arc::clone(ranked))
    }

    /// Keeps an answer in place of the session's earlier one, and as many of the others as there is room for.
    pub fn keep(&self, asked: Asked, ranked: Ranked) {
        let mut answers = self.0.lock();
        answers.retain(|(kept, _)| kept.session != asked.session);
        answers.push_front((asked, ranked));
        let mut customers = 0;
        let fits = answers.iter().take_while(|(_, ranked)| {
            customers += ranked.len();
            customers <= MOST
        });
        // The newest one is needed, however long it is.
        let fitting = fits.count().max(1);
        answers.truncate(fitting);
    }

    /// Lets go of what a session scrolled through.
    pub fn forget(&self, session: u64) {
        self.0.lock().retain(|(kept, _)| kept.session != session);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(session: u64, query: &str) -> Asked {
        Asked { session, user: UserId(1), query: query.to_owned() }
    }

    fn ranked(count: usize) -> Ranked {
        Arc::new(vec![CustomerId(1); count])
    }

    #[test]
    fn a_session_has_one_answer_and_the_oldest_give_way() {
        let answers = Answers::default();
        answers.keep(asked(1, "a"), ranked(5));
        answers.keep(asked(1, "b"), ranked(6));
        assert_eq!((answers.get(&asked(1, "a")), answers.get(&asked(2, "b"))), (None, None));
        assert_eq!(answers.get(&asked(1, "b")), Some(ranked(6)));
        answers.keep(asked(2, "c"), ranked(MOST - 6));
        assert!(answers.get(&asked(1, "b")).is_some());
        answers.keep(asked(3, "d"), ranked(1));
        assert!(answers.get(&asked(1, "b")).is_none() && answers.get(&asked(2, "c")).is_some());
        answers.keep(asked(4, "e"), ranked(MOST + 1));
        assert!(answers.get(&asked(4, "e")).is_some() && answers.get(&asked(3, "d")).is_none());
        answers.forget(4);
        assert!(answers.get(&asked(4, "e")).is_none());
    }
}
