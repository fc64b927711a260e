//! Interactions: on the timeline of their party, newest first, and among all by time.

use super::{Index, Stored};
use crate::domain::interaction::Interaction;
use crate::domain::party::Party;
use crate::domain::text::fold;
use crate::store::key::{Hasher, Key, Table};

impl Stored for Interaction {
    fn index(&self, keys: &mut Index) {
        keys.add(timeline(&self.party, keys.hasher).time_descending(self.at).id(self.id));
        keys.add(by_time().time(self.at).id(self.id));
        keys.add(by_content(self, keys.hasher).id(self.id));
    }
}

/// A party's interactions, newest first: behind this come eight bytes of time and the id.
pub fn timeline(party: &Party, hasher: &Hasher) -> Key {
    Key::of(Table::Timeline).party(party, hasher)
}

/// Every interaction, by when it began.
pub fn by_time() -> Key {
    Key::of(Table::InteractionsAt)
}

/// Interactions that say the same: party, moment, channel and text.
pub fn by_content(interaction: &Interaction, hasher: &Hasher) -> Key {
    let Interaction { party, at, channel, text, .. } = interaction;
    let content = format!("{party:?} {} {channel} {}", at.0, fold(text));
    Key::of(Table::ByContent).hash(hasher.hash(&content))
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::{CustomerId, InteractionId, UserId};
    use crate::domain::interaction::Direction;
    use crate::domain::time::Timestamp;

    #[test]
    fn an_interaction_is_kept_in_these_bytes() {
        let interaction = Interaction {
            id: InteractionId(90),
            party: Party::Customer(CustomerId(7)),
            direction: Direction::Out,
            at: Timestamp(-5),
            by: Some(UserId(3)),
            text: "wants the quote".into(),
            disposition: "reached".into(),
            talk_s: 252,
            ..Interaction::default()
        };
        golden(
            &interaction,
            "0201362952155a00070570686f6e65010901030f77616e7473207468652071756f7465077265616368656400fbfc000000000000000000000000",
        );
    }
}
