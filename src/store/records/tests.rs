//! A version that follows another: what was written before is read as what is written now.

use super::*;
use crate::domain::id::{CustomerId, UserId, ViewId};
use crate::domain::record::Record;
use crate::domain::reference::Refers;
use serde::{Deserialize, Serialize};

/// A view as it may be kept one day: with one more field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Tomorrow {
    id: ViewId,
    name: String,
    query: String,
    owner: Option<UserId>,
    pinned: bool,
}

/// A view as version 1 kept it.
#[derive(Deserialize)]
struct V1 {
    id: ViewId,
    name: String,
    query: String,
    owner: Option<UserId>,
}

impl Record for Tomorrow {
    type Id = ViewId;
    const NOUN: Noun = Noun::View;

    fn id(&self) -> ViewId {
        self.id
    }

    fn set_id(&mut self, id: ViewId) {
        self.id = id;
    }

    fn title(&self) -> &str {
        &self.name
    }

    fn customers(&self) -> Vec<CustomerId> {
        Vec::new()
    }
}

impl Refers for Tomorrow {}

impl Stored for Tomorrow {
    const VERSION: u8 = 2;

    fn index(&self, _keys: &mut Index) {}

    fn upgrade(version: u8, payload: &[u8]) -> Result<Self, ValueError> {
        if version != 1 {
            return Err(ValueError::Damaged { what: "view", why: format!("its version {version} was never written") });
        }
        let V1 { id, name, query, owner } = value::decode(kind::<Self>(), payload)?;
        Ok(Self { id, name, query, owner, pinned: false })
    }
}

/// The golden bytes of version 1: `people.rs` holds today's program to them.
const KEPT: [u8; 20] = [
    0x0e, 0x01, 0x55, 0x66, 0x4b, 0x32, 0x05, 0x03, 0x56, 0x49, 0x50, 0x07, 0x74, 0x61, 0x67, 0x3a, 0x76, 0x69, 0x70,
    0x00,
];

#[test]
fn what_an_older_version_kept_is_read_as_todays() {
    let wanted = Tomorrow { id: ViewId(5), name: "VIP".into(), query: "tag:vip".into(), owner: None, pinned: false };
    assert_eq!(unseal::<Tomorrow>(&KEPT).unwrap(), wanted);

    let pinned = Tomorrow { pinned: true, ..wanted };
    let kept = seal(&pinned).unwrap();
    assert_eq!(unseal::<Tomorrow>(&kept).unwrap(), pinned);
}

#[test]
fn what_a_newer_version_keeps_is_refused_with_the_version_it_needs() {
    let kept = seal(&Tomorrow::default()).unwrap();
    let refused = unseal::<crate::domain::view::View>(&kept);
    assert_eq!(refused, Err(ValueError::FromTheFuture { what: "view", found: 2, known: 1 }));
}

#[test]
fn a_version_nobody_ever_wrote_is_damage() {
    let never = Kind { version: 0, ..kind::<Tomorrow>() };
    let kept = value::seal(never, &Tomorrow::default()).unwrap();
    assert!(matches!(unseal::<Tomorrow>(&kept), Err(ValueError::Damaged { .. })));
}
