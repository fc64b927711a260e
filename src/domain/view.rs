//! Views: saved queries.

use super::id::{UserId, ViewId};
use serde::{Deserialize, Serialize};

/// A saved query with a name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct View {
    /// 0 until it is stored.
    pub id: ViewId,
    /// What it is called.
    pub name: String,
    /// The query.
    pub query: String,
    /// Whose it is; nobody's is everybody's.
    pub owner: Option<UserId>,
}
