//! Stores of an older format. The format of a store says what its entries mean. An upgrade brings an entry from one
//! format to the next, so a list of them brings it from any; a store is brought up when it is opened, and a backup when
//! it is restored.

use super::super::engine::EngineError;
use super::super::image::Entry;

/// What becomes of an entry in the next format: itself or another, several, or none.
pub type Upgrade = fn(Entry) -> Result<Vec<Entry>, EngineError>;

/// From format 1 to 2, from 2 to 3 …: there is one format yet.
pub const UPGRADES: &[Upgrade] = &[];

/// The format that these upgrades lead to.
pub const fn newest(upgrades: &[Upgrade]) -> u32 {
    1 + upgrades.len() as u32
}

/// Those that an entry of format `from` has yet to go through.
pub fn outstanding(upgrades: &[Upgrade], from: u32) -> &[Upgrade] {
    upgrades.get(from as usize - 1..).unwrap_or_default()
}

/// What becomes of an entry that goes through these upgrades.
pub fn upgraded(upgrades: &[Upgrade], entry: Entry) -> Result<Vec<Entry>, EngineError> {
    upgrades.iter().try_fold(vec![entry], |entries, upgrade| {
        let next: Vec<_> = entries.into_iter().map(upgrade).collect::<Result<_, _>>()?;
        Ok(next.concat())
    })
}
