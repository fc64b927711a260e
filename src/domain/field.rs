//! The fields of every noun a person fills in: their names, how their text is read, and the headers
//! under which files bring them. Forms, `--set` and import all read this one table.

mod read;
mod table;
#[cfg(test)]
mod tests;
mod write;

pub use read::{BadValue, Reading, flag, read};
pub use table::{CONTACT, CUSTOMER, DEAL, FOLLOW_UP, INTERACTION, ORDER, ORDER_LINE, PRODUCT, TICKET, USER};
pub use write::{listed, shown, written};

use super::text::fold;

/// What stands between the entries of a list; an entry in quotes may hold them too.
const MARKS: [char; 4] = [',', ';', '，', '；'];

/// What stands between a number's label and the number, a consent's purpose and its source; a part in quotes may hold
/// them too.
const COLONS: [char; 2] = [':', '：'];

/// What stands before the day a consent was taken back.
const UNTIL: [&str; 2] = ["until", "至"];

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The JSON name; the locale key is `field-` and this name with dashes.
    pub name: &'static str,
    /// How its text is read.
    pub kind: Kind,
    /// Headers under which files bring it, folded, in English and Chinese.
    pub headers: &'static [&'static str],
}

/// How a field's text is read into its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Text,
    /// Several lines.
    Lines,
    /// A list of words, separated by commas or semicolons.
    Words,
    /// Phone numbers, separated by semicolons or commas, each perhaps with a label: `mobile: 0171 234`.
    Phones,
    /// Phone numbers that all get this label.
    PhonesLabelled(&'static str),
    /// E-mail addresses, separated by semicolons, commas or spaces.
    Emails,
    /// A country, by name or code.
    Country,
    /// A day.
    Date,
    /// A day with an hour, in words or digits.
    Moment,
    /// An amount with or without its currency.
    Money,
    /// A decimal number, zero or more.
    Number,
    /// A whole number of seconds, or minutes and seconds as `4:12`.
    Seconds,
    /// A whole percentage, 0 to 100, or nothing.
    Percent,
    /// Yes or no.
    Flag,
    /// One of these slugs.
    Choice(&'static [&'static str]),
    /// One of these slugs, or nothing.
    MaybeChoice(&'static [&'static str]),
    /// A birthday: `1948-12-08`, `12-08`, `lunar 8-15`, `农历8月15`.
    Birthday,
    /// A repetition in words: `every 2 weeks`.
    Recurrence,
    /// A currency code.
    Currency,
    /// Ids in other systems: `northwind:ALFKI`.
    ExternalIds,
    /// Permissions: `newsletter: web form 2026-01-05; calls: on the phone 2025-03-01 until 2025-06-30`.
    Consents,
    /// Fields of the user's own: `size=XL; colour=red`.
    Custom,
    /// A user by login, name or id, or nothing.
    User,
    /// A team, by its name or id.
    Team,
    /// An owner: a user, a team or `anyone`.
    Owner,
    /// Another record by id, external id or name; looked up where the records are.
    Reference,
}

impl Kind {
    /// Whether it holds a user or a team: by id, where people say a name.
    pub fn is_colleague(self) -> bool {
        matches!(self, Self::User | Self::Team | Self::Owner)
    }
}

/// The field a person means by its name (dashes or underscores) or one of its headers.
pub fn find(fields: &'static [Field], given: &str) -> Option<&'static Field> {
    let plain = |text: &str| fold(text).replace(['-', ' ', '_', '.'], "");
    let wanted = plain(given.trim());
    let by_name = fields.iter().find(|field| plain(field.name) == wanted);
    by_name.or_else(|| fields.iter().find(|field| field.headers.iter().any(|header| plain(header) == wanted)))
}
