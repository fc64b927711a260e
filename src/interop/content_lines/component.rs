//! The properties of one card or task, and what is wrong with it.

use super::read::Property;
use crate::domain::reason::{Reason, reason};

/// Properties a card or a task may have, at most; more are none.
const MOST: usize = 2_000;

/// A card, a task or an event.
#[derive(Debug, Default)]
pub struct Component {
    /// Its properties in their order, but for those that cannot be kept.
    pub properties: Vec<Property>,
    /// The first thing that is wrong with it.
    pub fault: Option<Reason>,
}

impl Component {
    /// Adds a property, or notes why it cannot be kept.
    pub fn add(&mut self, property: Property) {
        let no_room = self.properties.len() == MOST;
        let fault = || property.fault().or_else(|| no_room.then(|| reason("row-too-long")));
        self.fault = self.fault.take().or_else(fault);
        if !no_room && !property.cut && !property.name.is_empty() {
            self.properties.push(property);
        }
    }

    /// The same, of which the file does not say where it ends.
    pub fn unended(mut self) -> Self {
        self.fault = Some(reason("card-unended"));
        self
    }
}
