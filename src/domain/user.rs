//! Users and teams.

use super::id::{TeamId, UserId};
use super::pin::PinHash;
use super::role::Role;
use serde::{Deserialize, Serialize};

/// A person (or a machine) working with Callsheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// 0 until it is stored.
    pub id: UserId,
    /// What colleagues read.
    pub name: String,
    /// The short name to sign on and to own things with.
    pub login: String,
    /// The user of the operating system this is, or empty.
    pub os_user: String,
    /// What they may do.
    pub role: Role,
    /// Where they belong.
    pub team: Option<TeamId>,
    /// Their extension.
    pub extension: String,
    /// Their address.
    pub email: String,
    /// Their id in the system they came from.
    pub external_id: String,
    /// May work.
    pub active: bool,
    /// What they prove themselves with at a screen; it never leaves the host.
    pub pin: Option<PinHash>,
}

impl Default for User {
    fn default() -> Self {
        Self {
            id: UserId::default(),
            name: String::new(),
            login: String::new(),
            os_user: String::new(),
            role: Role::Agent,
            team: None,
            extension: String::new(),
            email: String::new(),
            external_id: String::new(),
            active: true,
            pin: None,
        }
    }
}

/// Users who share work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Team {
    /// 0 until it is stored.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
}
