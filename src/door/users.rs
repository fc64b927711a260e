//! Users and teams.

use super::{About, Edit, Saved};
use crate::domain::edit::Draft;
use crate::domain::id::UserId;
use crate::domain::role::{Action, Role};
use crate::domain::secret::Secret;
use crate::domain::user::{Team, User};
use serde::{Deserialize, Serialize};

/// What can be asked of users.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A new user.
    Add(Draft),
    /// A changed one.
    Edit(Edit<UserId>),
    /// Another role, by login.
    SetRole {
        /// Whose.
        login: String,
        /// Which.
        role: Role,
    },
    /// A new PIN, by login; one's own, or as an administrator anybody's.
    SetPin {
        /// Whose.
        login: String,
        /// What they prove themselves with from now on.
        pin: Secret,
    },
    /// The screens of a user of the operating system are shared from now on, or (false) not any more.
    SetSeat {
        /// The user of the operating system.
        os_user: String,
        /// Whether they are.
        shared: bool,
    },
    /// A new team.
    AddTeam(String),
    /// Everybody.
    List,
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add(_) => About::change(Action::ManageUsers, "users-add"),
            Self::Edit(_) => About::change(Action::ManageUsers, "users-edit"),
            Self::SetRole { .. } => About::change(Action::ManageUsers, "users-set-role"),
            Self::SetPin { .. } => About::change(Action::OwnPin, "users-set-pin"),
            Self::SetSeat { .. } => About::change(Action::ManageUsers, "users-set-seat"),
            Self::AddTeam(_) => About::change(Action::ManageUsers, "users-add-team"),
            Self::List => About::look("users-list"),
        }
    }
}

/// What users answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<UserId>),
    /// The seat is stored.
    SeatSaved {
        /// The revision of the commit.
        revision: u64,
    },
    /// The team is stored.
    TeamSaved(Saved<crate::domain::id::TeamId>),
    /// Everybody.
    List {
        /// By login.
        users: Vec<User>,
        /// By name.
        teams: Vec<Team>,
    },
}

impl Response {
    /// What one types for everybody of a list, who is known by an id elsewhere: the login of a user, the name of a team.
    pub fn names(self) -> Vec<(String, String)> {
        let Self::List { users, teams } = self else { return Vec::new() };
        let users = users.into_iter().map(|user| (user.id.to_string(), user.login));
        let teams = teams.into_iter().map(|team| (team.id.to_string(), team.name));
        users.chain(teams).collect()
    }
}
