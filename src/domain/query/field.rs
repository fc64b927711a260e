//! The fields a query can filter by: their names in both languages and what may stand behind them.

use super::Day;
use crate::domain::noun::Noun;
use std::fmt;

/// What a filter looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The customer's name.
    Name,
    /// One of the customer's tags.
    Tag,
    /// The city of one of the addresses.
    City,
    /// The country of one of the addresses.
    Country,
    /// The organisation a contact works at.
    Company,
    /// One of the phone numbers, in any format or a part of it; `none` for whoever has none, `bad` for one that nobody
    /// can dial as it stands.
    Phone,
    /// One of the e-mail addresses; `none` for whoever has none, `bad` for one nobody can write to.
    Email,
    /// `person` or `organisation`.
    Kind,
    /// The user or the team the customer belongs to; `me` is who asks, `anyone` or `none` where it belongs to nobody.
    Owner,
    /// Where the customer came from.
    Source,
    /// When there was contact last.
    Last,
    /// When the customer was added.
    Created,
    /// The stage of one of the open deals.
    Stage,
    /// The pipeline of one of the open deals.
    Pipeline,
    /// A deal's title or id.
    Deal,
    /// The value of one of the open deals.
    Value,
    /// When an open follow-up is due.
    Due,
    /// `open` or `complaint`: there is such a ticket; `none`: nothing is open.
    Ticket,
    /// When something was ordered last.
    Order,
    /// Whether do-not-contact holds for any channel.
    DoNotContact,
    /// What there is consent to; `none` for whoever gave none, or took it back.
    Consent,
    /// The text of an interaction.
    Note,
    /// A saved view: what its query finds.
    View,
}

/// What may stand behind a field's name.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any words; some mean another one.
    Open(&'static [(&'static str, &'static str)]),
    /// One of these, each with the word it means.
    Closed(&'static [(&'static str, &'static str)]),
    /// An amount, a bound or a range.
    Money,
    /// A span in days, or one of these days.
    Days(&'static [(&'static str, Day)]),
    /// Yes or no.
    YesNo,
}

/// The value that finds those who have none.
pub const NONE: &str = "none";
/// The value that finds those who have one that is of no use.
pub const BAD: &str = "bad";

struct Entry {
    field: Field,
    /// The canonical name.
    name: &'static str,
    /// The Chinese name.
    han: &'static str,
    aliases: &'static [&'static str],
    shape: Shape,
}

const FREE: Shape = Shape::Open(&[]);
const OWNER: Shape = Shape::Open(&[
    ("我", "me"),
    ("自己", "me"),
    ("mine", "me"),
    ("任何人", "anyone"),
    (NONE, "anyone"),
    ("无", "anyone"),
]);
const ADDRESS: Shape = Shape::Open(&[("无", NONE), ("无效", BAD)]);
const CONSENT: Shape = Shape::Open(&[("无", NONE)]);
const KINDS: Shape = Shape::Closed(&[
    ("person", "person"),
    ("people", "person"),
    ("个人", "person"),
    ("organisation", "organisation"),
    ("organization", "organisation"),
    ("org", "organisation"),
    ("company", "organisation"),
    ("企业", "organisation"),
    ("公司", "organisation"),
]);
const TICKETS: Shape = Shape::Closed(&[
    ("open", "open"),
    ("未结", "open"),
    ("complaint", "complaint"),
    ("投诉", "complaint"),
    ("none", "none"),
    ("无", "none"),
]);
const PAST: Shape = Shape::Days(&[
    ("today", Day::Today),
    ("今天", Day::Today),
    ("yesterday", Day::Yesterday),
    ("昨天", Day::Yesterday),
]);
const FUTURE: Shape = Shape::Days(&[
    ("overdue", Day::Overdue),
    ("逾期", Day::Overdue),
    ("today", Day::Today),
    ("今天", Day::Today),
    ("tomorrow", Day::Tomorrow),
    ("明天", Day::Tomorrow),
]);

#[rustfmt::skip]
const ENTRIES: [Entry; 23] = [
    entry(Field::Name, "name", "姓名", &["名称", "名字", "客户"], FREE),
    entry(Field::Tag, "tag", "标签", &["tags"], FREE),
    entry(Field::City, "city", "城市", &[], FREE),
    entry(Field::Country, "country", "国家", &[], FREE),
    entry(Field::Company, "company", "公司", &["单位"], FREE),
    entry(Field::Phone, "phone", "电话", &["tel", "手机", "号码"], ADDRESS),
    entry(Field::Email, "email", "邮箱", &["e-mail", "mailto", "邮件"], ADDRESS),
    entry(Field::Kind, "kind", "类型", &["type"], KINDS),
    entry(Field::Owner, "owner", "负责人", &["归属"], OWNER),
    entry(Field::Source, "source", "来源", &[], FREE),
    entry(Field::Last, "last", "联系", &["contacted", "最近联系", "上次联系"], PAST),
    entry(Field::Created, "created", "创建", &["added", "添加"], PAST),
    entry(Field::Stage, "stage", "阶段", &[], FREE),
    entry(Field::Pipeline, "pipeline", "销售管道", &["管道"], FREE),
    entry(Field::Deal, "deal", "商机", &[], FREE),
    entry(Field::Value, "value", "金额", &["amount"], Shape::Money),
    entry(Field::Due, "due", "到期", &["follow-up", "跟进"], FUTURE),
    entry(Field::Ticket, "ticket", "工单", &["tickets"], TICKETS),
    entry(Field::Order, "order", "订单", &["ordered", "orders"], PAST),
    entry(Field::DoNotContact, "dnc", "免打扰", &["do-not-contact"], Shape::YesNo),
    entry(Field::Consent, "consent", "同意", &["consents"], CONSENT),
    entry(Field::Note, "note", "备注", &["notes"], FREE),
    entry(Field::View, "view", "视图", &["views"], FREE),
];

const fn entry(
    field: Field,
    name: &'static str,
    han: &'static str,
    aliases: &'static [&'static str],
    shape: Shape,
) -> Entry {
    Entry { field, name, han, aliases, shape }
}

impl Entry {
    fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name, self.han].into_iter().chain(self.aliases.iter().copied())
    }
}

impl Field {
    /// The field of this folded name, in either language.
    pub fn named(name: &str) -> Option<Self> {
        ENTRIES.iter().find(|entry| entry.names().any(|known| known == name)).map(|entry| entry.field)
    }

    /// The field whose name is a slip or two away from this one.
    pub fn nearest(name: &str) -> Option<Self> {
        let slips = |known: &str| if same_letters(name, known) { 1 } else { distance(name, known) };
        let named = ENTRIES.iter().flat_map(|entry| entry.names().map(|known| (slips(known), known, entry.field)));
        let (slips, known, field) = named.min_by_key(|(slips, ..)| *slips)?;
        (slips <= known.chars().count() / 3).then_some(field)
    }

    /// The names that begin with the folded `beginning`, each in the language it was begun in.
    pub fn beginning_with(beginning: &str) -> impl Iterator<Item = &'static str> {
        let names = ENTRIES.iter().flat_map(|entry| [entry.name, entry.han]);
        names.filter(move |name| name.starts_with(beginning))
    }

    /// The canonical, English name.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |entry| entry.name)
    }

    /// What may stand behind the name.
    pub fn shape(self) -> Shape {
        self.entry().map_or(FREE, |entry| entry.shape)
    }

    /// Whether the customer's own row answers it; else deals, follow-ups, tickets, orders, do-not-contact
    /// entries, interactions or views have to be asked.
    pub fn is_row(self) -> bool {
        !matches!(
            self,
            Self::Stage
                | Self::Pipeline
                | Self::Deal
                | Self::Value
                | Self::Due
                | Self::Ticket
                | Self::Order
                | Self::DoNotContact
                | Self::Consent
                | Self::Note
                | Self::View
        )
    }

    /// The records whose changes change what it finds; none where those can be any.
    pub fn noun(self) -> Option<Noun> {
        match self {
            Self::Stage | Self::Pipeline | Self::Deal | Self::Value => Some(Noun::Deal),
            Self::Due => Some(Noun::FollowUp),
            Self::Ticket => Some(Noun::Ticket),
            Self::Order => Some(Noun::Order),
            Self::DoNotContact => Some(Noun::DoNotContact),
            Self::Last | Self::Note => Some(Noun::Interaction),
            Self::View => None,
            _ => Some(Noun::Customer),
        }
    }

    fn entry(self) -> Option<&'static Entry> {
        ENTRIES.iter().find(|entry| entry.field == self)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The commonest slip: all letters there, two of them changed over.
fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b)
}

/// Letters to add, drop or change to make one word the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((b, corner), above) in to.chars().zip(&row).zip(row.iter().skip(1)) {
            left = (left + 1).min(above + 1).min(corner + usize::from(a != b));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_understood() {
        for (typed, meant) in [
            ("tga", Some(Field::Tag)),
            ("tagg", Some(Field::Tag)),
            ("compny", Some(Field::Company)),
            ("pipline", Some(Field::Pipeline)),
            ("satge", Some(Field::Stage)),
            ("负则人", Some(Field::Owner)),
            ("foo", None),
            ("re", None),
        ] {
            assert_eq!(Field::nearest(typed), meant, "{typed}");
        }
        assert_eq!((distance("", "abc"), distance("abc", ""), distance("kitten", "sitting")), (3, 3, 3));
    }

    #[test]
    fn no_two_fields_share_a_name() {
        for entry in &ENTRIES {
            for name in entry.names() {
                assert_eq!(Field::named(name), Some(entry.field), "{name}");
                assert_eq!(crate::domain::text::fold(name), name, "names are compared folded");
            }
        }
    }
}
