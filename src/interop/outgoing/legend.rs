//! What the records of a file are read by: names instead of ids, the firm's clock and currency.

use crate::domain::id::{CustomerId, UserId};
use crate::domain::mention::{Mention, abroad};
use crate::domain::party::Owner;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use chrono_tz::Tz;
use std::collections::HashMap;
use std::fmt::Display;

/// What the records of a file are read by.
#[derive(Debug, Clone)]
pub struct Legend {
    store: String,
    owners: HashMap<Owner, String>,
    mentioned: HashMap<CustomerId, Mention>,
    /// The firm's clock, region and currency.
    pub settings: Settings,
    /// When the file is written.
    pub now: Timestamp,
}

impl Legend {
    /// The legend of a store with this name, and of everybody in it.
    pub fn new(store: String, owners: Vec<(Owner, String)>, settings: Settings, now: Timestamp) -> Self {
        Self { store, owners: owners.into_iter().collect(), mentioned: HashMap::new(), settings, now }
    }

    /// The customers the records that come next mention; those before them are forgotten.
    pub fn mention(&mut self, mentioned: Vec<Mention>) {
        self.mentioned = mentioned.into_iter().map(|mention| (mention.id, mention)).collect();
    }

    /// The store's own name.
    pub fn store(&self) -> &str {
        &self.store
    }

    /// What a record of the store is called in its files.
    pub fn id(&self, id: impl Display) -> String {
        abroad(&self.store, id)
    }

    /// What a customer is called in them: whoever it is merged into.
    pub fn customer(&self, id: CustomerId) -> String {
        self.id(self.mentioned.get(&id).map_or(id, |mention| mention.stands_for))
    }

    /// A customer's name, or nothing where it is gone.
    pub fn name_of(&self, id: CustomerId) -> &str {
        self.mentioned.get(&id).map_or("", |mention| &mention.name)
    }

    /// The zone of a customer's clock, else of the firm's.
    pub fn zone_of(&self, id: CustomerId) -> Tz {
        self.mentioned.get(&id).and_then(|mention| mention.zone).unwrap_or(self.settings.calendar.zone)
    }

    /// A user's login, or a team's name.
    pub fn owner(&self, owner: Owner) -> String {
        self.owners.get(&owner).cloned().unwrap_or_else(|| owner.to_string())
    }

    /// The login of a user, if there is one.
    pub fn user(&self, user: Option<UserId>) -> String {
        user.map_or_else(String::new, |user| self.owner(Owner::User(user)))
    }
}
