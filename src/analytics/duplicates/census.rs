//! How many customers have a value: what many have tells little.

use super::profile::{Profile, Value};
use std::collections::HashMap;

/// How many customers have a number, an address, a name or a firm. Two, unless more are known: those of a pair.
#[derive(Debug, Clone, Default)]
pub struct Census(HashMap<u64, u32>);

impl Census {
    /// Of all customers.
    pub fn of(profiles: &[Profile]) -> Self {
        let mut values: Vec<u64> = profiles.iter().flat_map(Profile::values).map(|Value(value)| value).collect();
        values.sort_unstable();
        let many = values.chunk_by(|a, b| a == b).filter(|same| same.len() > 2);
        Self(many.filter_map(|same| Some((*same.first()?, same.len() as u32))).collect())
    }

    /// Notes how many have a value.
    pub fn note(&mut self, value: Value, holders: u32) {
        self.0.insert(value.0, holders);
    }

    /// How many have a value.
    pub fn holders(&self, value: Value) -> u32 {
        self.0.get(&value.0).copied().unwrap_or(2).max(2)
    }
}
