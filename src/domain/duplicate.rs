//! Two records that may be of one customer, and what speaks for it and against it.

use super::choice::choice;
use super::id::CustomerId;
use serde::{Deserialize, Serialize};

choice! {
    /// What was seen when two records were compared.
    Sign {
        /// The same number.
        SamePhone = "same-phone",
        /// Numbers of which one digit differs, or two neighbours are swapped.
        SimilarPhone = "similar-phone",
        /// Both have numbers of the same label, and none in common.
        OtherPhone = "other-phone",
        /// The same e-mail address.
        SameEmail = "same-email",
        /// The same name in front of the `@`, elsewhere.
        SameMailbox = "same-mailbox",
        /// Both have addresses, and none in common.
        OtherEmail = "other-email",
        /// The same name.
        SameName = "same-name",
        /// The same words in another order.
        SwappedName = "swapped-name",
        /// One in characters, the other in its pinyin.
        SamePinyin = "same-pinyin",
        /// Other characters that sound alike.
        SoundsAlike = "sounds-alike",
        /// One slip of a key apart.
        SimilarName = "similar-name",
        /// A nickname, an initial, a middle name left out.
        ShortName = "short-name",
        /// One of them is a single word of the other.
        PartOfName = "part-of-name",
        /// The given name in front is the same, the surname another: married, or a stranger.
        OtherSurname = "other-surname",
        /// One word is the same and another differs: relatives.
        OtherGivenName = "other-given-name",
        /// Nothing of the names is alike.
        OtherName = "other-name",
        /// The same firm.
        SameCompany = "same-company",
        /// The same street and house in the same town.
        SameAddress = "same-address",
        /// The same postal code, the street unknown or another.
        SamePostcode = "same-postcode",
        /// The same town.
        SameCity = "same-city",
        /// Another town.
        OtherCity = "other-city",
        /// The same day of birth.
        SameBirthday = "same-birthday",
        /// Day and month swapped, one part another, or a year that is not known.
        SimilarBirthday = "similar-birthday",
        /// Another day of birth.
        OtherBirthday = "other-birthday",
        /// Another country.
        OtherCountry = "other-country",
        /// Addressed as a man and as a woman.
        OtherGender = "other-gender",
        /// The same id in another system.
        SameExternalId = "same-external-id",
        /// Another id in the same system.
        OtherExternalId = "other-external-id",
        /// A person and an organisation.
        OtherKind = "other-kind",
    }
}

/// A sign with what it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was seen.
    pub sign: Sign,
    /// For (more than 0) or against (less) their being one.
    pub points: i16,
}

/// Two customers that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The older record.
    pub one: CustomerId,
    /// The younger record.
    pub other: CustomerId,
    /// 0 to 100: the evidence added up.
    pub score: u8,
    /// What it is made of, the heaviest first.
    pub evidence: Vec<Evidence>,
}

impl Pair {
    /// From this score on a pair is shown.
    pub const LIKELY: u8 = 60;
    /// From this score on a pair may be merged without anybody looking at each.
    pub const CERTAIN: u8 = 85;
}

/// A score out of weighed signs.
pub fn score(points: i32) -> u8 {
    points.clamp(0, 100) as u8
}
