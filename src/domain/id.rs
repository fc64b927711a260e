//! Ids: one newtype and one letter a noun, short enough to read out over the phone.

use super::reason::{Reason, reason};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A text that is not an id of the wanted noun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id like {example}")]
pub struct BadId {
    /// What was given.
    pub text: String,
    /// What an id of this noun looks like.
    pub example: &'static str,
}

impl From<BadId> for Reason {
    fn from(error: BadId) -> Self {
        reason("not-an-id").with("given", error.text).with("example", error.example)
    }
}

/// What every id of a stored noun can do.
pub trait Id: Copy + Ord + fmt::Debug + fmt::Display + Default + Send + Sync + 'static {
    /// The id with this number.
    fn new(number: u64) -> Self;
    /// The bare number, as it stands in keys.
    fn number(self) -> u64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $letter:literal, $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub u64);

        impl Id for $name {
            fn new(number: u64) -> Self {
                Self(number)
            }
            fn number(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!("{}{}", $letter, self.0))
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                number_after($letter, text)
                    .map(Self)
                    .ok_or_else(|| BadId { text: text.to_owned(), example: $example })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
                } else {
                    u64::deserialize(deserializer).map(Self)
                }
            }
        }
    )*};
}

ids! {
    /// A customer: `10432`.
    CustomerId, "", "10432";
    /// An interaction: `I90`.
    InteractionId, "I", "I90";
    /// A follow-up: `F7`.
    FollowUpId, "F", "F7";
    /// A deal: `D88`.
    DealId, "D", "D88";
    /// A ticket: `T512`.
    TicketId, "T", "T512";
    /// An order: `O31`.
    OrderId, "O", "O31";
    /// A product: `P4`.
    ProductId, "P", "P4";
    /// A call list: `L2`.
    ListId, "L", "L2";
    /// A customer's place on a call list: `M9`.
    MemberId, "M", "M9";
    /// An attempt to reach a customer on a call list: `A15`.
    AttemptId, "A", "A15";
    /// A user of Callsheet: `U3`.
    UserId, "U", "U3";
    /// A team of users: `G1`.
    TeamId, "G", "G1";
    /// A saved view: `V5`.
    ViewId, "V", "V5";
    /// A do-not-contact entry: `N6`.
    DoNotContactId, "N", "N6";
    /// A change that can be undone: `X12`.
    UndoId, "X", "X12";
    /// A hook: `H1`.
    HookId, "H", "H1";
    /// The settings; there is one record, number 1.
    SettingsId, "S", "S1";
}

/// Reads `D88`, `d88`, `Ｄ８８` or the bare `88`.
fn number_after(letter: &str, text: &str) -> Option<u64> {
    let text = super::text::half_width(text.trim());
    let digits = match text.get(..letter.len()) {
        Some(head) if head.eq_ignore_ascii_case(letter) => &text[letter.len()..],
        _ => &text,
    };
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_is_read_out() {
        assert_eq!(DealId(88).to_string(), "D88");
        assert_eq!("d88".parse(), Ok(DealId(88)));
        assert_eq!("Ｄ８８".parse(), Ok(DealId(88)));
        assert_eq!("88".parse(), Ok(DealId(88)));
        assert_eq!(CustomerId(10432).to_string(), "10432");
    }

    #[test]
    fn an_id_of_another_noun_is_refused() {
        assert!("F7".parse::<DealId>().is_err());
        assert!("".parse::<CustomerId>().is_err());
        assert!("+5".parse::<CustomerId>().is_err());
        assert!("99999999999999999999999".parse::<CustomerId>().is_err());
    }

    #[test]
    fn ids_are_strings_for_people_and_numbers_for_the_store() {
        assert_eq!(serde_json::to_string(&DealId(88)).unwrap(), "\"D88\"");
        let bytes = bincode::serde::encode_to_vec(DealId(88), bincode::config::standard()).unwrap();
        assert_eq!(bytes, [88]);
    }
}
