//! With whom, and whose: the other side of a contact, and the owner of work on our side.

use super::id::{CustomerId, TeamId, UserId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The other side of a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// A customer we know.
    Customer(CustomerId),
    /// A bare number or address, in the form of [`crate::domain::phone::Phone::key`].
    Number(String),
    /// A caller who withheld the number.
    #[default]
    Withheld,
}

impl Party {
    /// The customer, if it is one.
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Self::Customer(id) => Some(*id),
            Self::Number(_) | Self::Withheld => None,
        }
    }
}

/// Who on our side is to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// Whoever takes it first.
    #[default]
    Anyone,
    /// One person.
    User(UserId),
    /// Whoever of the team takes it first.
    Team(TeamId),
}

impl Owner {
    /// Whether work with this owner is for `user` of `team`.
    pub fn includes(self, user: UserId, team: Option<TeamId>) -> bool {
        match self {
            Self::Anyone => true,
            Self::User(owner) => owner == user,
            Self::Team(owner) => Some(owner) == team,
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anyone => f.pad("anyone"),
            Self::User(id) => id.fmt(f),
            Self::Team(id) => id.fmt(f),
        }
    }
}
