//! Cards to rows: each card is a row under the columns of the mapping `vcard`, so that a refused one can be mended in
//! a table like any other.

use crate::domain::field::listed;
use crate::domain::reason::reason;
use crate::domain::text::is_han;
use crate::interop::content_lines::{Component, ContentLines, Property};
use crate::interop::file::{FileError, Opened, Options, Record, Table};
use encoding_rs::Encoding;
use std::io::BufRead;

/// The columns, by the names of vCard as far as it has them.
const HEADERS: [&str; 26] = [
    "UID",
    "FN",
    "KIND",
    "PREFIX",
    "GENDER",
    "TITLE",
    "ROLE",
    "ORG",
    "DEPARTMENT",
    "TEL",
    "EMAIL",
    "STREET",
    "LOCALITY",
    "REGION",
    "CODE",
    "COUNTRY",
    "ADR2",
    "LANG",
    "TZ",
    "BDAY",
    "ANNIVERSARY",
    "NICKNAME",
    "CATEGORIES",
    "URL",
    "IMPP",
    "NOTE",
];

/// Properties that say nothing of the person.
const OF_THE_FILE: [&str; 9] =
    ["BEGIN", "END", "VERSION", "PRODID", "REV", "SOURCE", "X-ABLABEL", "X-ABADR", "X-ANDROID-CUSTOM-ID"];

/// A file of cards.
pub struct CardFile<R> {
    opened: Opened,
    lines: ContentLines<R>,
    /// The `BEGIN` that ended a card without an end.
    begun: Option<u64>,
}

impl<R: BufRead> CardFile<R> {
    /// Reads cards from a file that is open.
    pub fn new(
        name: &str,
        file: R,
        encoding: &'static Encoding,
        size: u64,
        options: &Options,
    ) -> Result<Self, FileError> {
        let opened = Opened::new(name, &HEADERS.map(str::to_owned), encoding.name(), size, options)?;
        let lines = ContentLines::new(file, encoding);
        Ok(Self { opened, lines, begun: None })
    }

    fn property(&mut self) -> Result<Option<Property>, FileError> {
        self.lines.next().map_err(|error| self.opened.failed(error))
    }

    /// The line the next card begins on.
    fn begin(&mut self) -> Result<Option<u64>, FileError> {
        if let Some(line) = self.begun.take() {
            return Ok(Some(line));
        }
        while let Some(property) = self.property()? {
            if property.marks("BEGIN", "VCARD") {
                return Ok(Some(property.line));
            }
        }
        Ok(None)
    }

    /// A card to its end, without what is of a card within it.
    fn card(&mut self) -> Result<Component, FileError> {
        let mut card = Component::default();
        let mut within_agent = false;
        while let Some(property) = self.property()? {
            let begins = property.marks("BEGIN", "VCARD");
            match property.marks("END", "VCARD") {
                true if within_agent => within_agent = false,
                true => return Ok(card),
                false if begins && card.properties.last().is_some_and(|last| last.name == "AGENT") => {
                    within_agent = true;
                }
                false if begins => {
                    self.begun = Some(property.line);
                    break;
                }
                false if within_agent || is_picture(&property) => {
                    self.opened.leave_out(&property.name);
                }
                false => card.add(property),
            }
        }
        Ok(card.unended())
    }
}

impl<R: BufRead + Send> Table for CardFile<R> {
    fn next_record(&mut self) -> Result<Option<Record>, FileError> {
        let Some(line) = self.begin()? else { return Ok(None) };
        let Component { properties, fault } = self.card()?;
        let is_known = |name: &str| TAKEN.contains(&name) || OF_THE_FILE.contains(&name);
        let unknown = properties.iter().map(|property| &property.name).filter(|name| !is_known(name));
        unknown.for_each(|name| self.opened.leave_out(name));
        let card = Card(&properties);
        let fault = fault.or_else(|| card.is_group().then(|| reason("is-a-group")));
        let cells = HEADERS.map(|header| card.cell(header)).into();
        Ok(Some(Record { line, cells, fault: fault.map(|why| (String::new(), why)) }))
    }

    fn opened(&self) -> &Opened {
        &self.opened
    }

    fn read(&self) -> u64 {
        self.lines.read()
    }
}

/// Pictures, sounds and keys are long and nothing Callsheet keeps.
fn is_picture(property: &Property) -> bool {
    matches!(property.name.as_str(), "PHOTO" | "LOGO" | "SOUND" | "KEY")
}

/// Properties that are read.
const TAKEN: [&str; 34] = [
    "UID",
    "FN",
    "N",
    "KIND",
    "X-ADDRESSBOOKSERVER-KIND",
    "X-ABSHOWAS",
    "GENDER",
    "X-GENDER",
    "TITLE",
    "ROLE",
    "ORG",
    "TEL",
    "EMAIL",
    "ADR",
    "LANG",
    "TZ",
    "BDAY",
    "ANNIVERSARY",
    "X-ANNIVERSARY",
    "X-ABDATE",
    "NICKNAME",
    "CATEGORIES",
    "URL",
    "IMPP",
    "NOTE",
    "X-QQ",
    "X-SKYPE",
    "X-SKYPE-USERNAME",
    "X-WECHAT",
    "X-JABBER",
    "X-ICQ",
    "X-AIM",
    "X-MSN",
    "AGENT",
];

/// Messengers in properties of their own, before `IMPP`.
const MESSENGERS: [&str; 8] =
    ["X-QQ", "X-SKYPE", "X-SKYPE-USERNAME", "X-WECHAT", "X-JABBER", "X-ICQ", "X-AIM", "X-MSN"];

/// The properties of one card.
struct Card<'a>(&'a [Property]);

impl<'a> Card<'a> {
    fn cell(&self, header: &str) -> String {
        match header {
            "FN" => self.full_name(),
            "KIND" => if self.is_organisation() { "organisation" } else { "" }.to_owned(),
            "PREFIX" => self.name_part(3),
            "GENDER" => self.gender(),
            "ORG" => self.first("ORG").and_then(|org| org.parts().into_iter().next()).unwrap_or_default(),
            "DEPARTMENT" => {
                self.first("ORG").map(|org| joined(org.parts().into_iter().skip(1), ", ")).unwrap_or_default()
            }
            "TEL" => joined(self.preferred("TEL").into_iter().map(|tel| self.phone(tel)), "; "),
            "EMAIL" => joined(self.preferred("EMAIL").into_iter().map(Property::address), "; "),
            "STREET" => joined(self.address().into_iter().take(3), ", "),
            "LOCALITY" | "REGION" | "CODE" | "COUNTRY" => self.address_part(header),
            "ADR2" => joined(self.preferred("ADR").into_iter().skip(1).map(|other| joined(other.parts(), ", ")), " | "),
            "BDAY" => self.first("BDAY").map(day).unwrap_or_default(),
            "ANNIVERSARY" => {
                self.first("ANNIVERSARY").or_else(|| self.first("X-ANNIVERSARY")).map(day).unwrap_or_default()
            }
            "CATEGORIES" => listed(self.every("CATEGORIES").flat_map(Property::list)),
            "IMPP" => joined(self.messengers(), " | "),
            "NOTE" => joined(self.every("NOTE").map(Property::text), "\n"),
            "NICKNAME" | "URL" => joined(self.every(header).map(Property::text), ", "),
            _ => self.first(header).map(Property::text).unwrap_or_default(),
        }
    }

    fn every<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a Property> + use<'a, 'n> {
        self.0.iter().filter(move |property| property.name == name)
    }

    fn first(&self, name: &str) -> Option<&'a Property> {
        self.preferred(name).into_iter().find(|property| !property.value.trim().is_empty())
    }

    /// The properties of a name, the preferred ones first: `PREF=1`, `TYPE=PREF`.
    fn preferred(&self, name: &str) -> Vec<&'a Property> {
        let rank = |property: &&Property| {
            let told = property.params("PREF").find_map(|rank| rank.parse::<u32>().ok());
            told.unwrap_or(if property.is("PREF") { 1 } else { u32::MAX })
        };
        let mut all: Vec<&'a Property> = self.every(name).collect();
        all.sort_by_key(rank);
        all
    }

    /// As it is written, without what stands before the name where that is a part of its own; else of its parts.
    fn full_name(&self) -> String {
        let written = self.first("FN").map(Property::text).unwrap_or_default().replace('\n', " ");
        let name = self.name_of_parts();
        let with_prefix = joined([self.name_part(3), name.clone()], " ");
        let of_parts = written.is_empty() || written == with_prefix;
        if of_parts && !name.is_empty() { name } else { written }
    }

    /// Given and family name; Chinese names have the family's first and nothing between.
    fn name_of_parts(&self) -> String {
        let (family, given, more) = (self.name_part(0), self.name_part(1), self.name_part(2));
        if !family.is_empty() && !given.is_empty() && family.chars().chain(given.chars()).all(is_han) {
            return format!("{family}{given}");
        }
        joined([given, more, family, self.name_part(4)], " ")
    }

    fn name_part(&self, at: usize) -> String {
        self.first("N").and_then(|name| name.parts().into_iter().nth(at)).unwrap_or_default()
    }

    fn kind(&self) -> String {
        let own = self.first("KIND").or_else(|| self.first("X-ADDRESSBOOKSERVER-KIND"));
        own.map(|kind| kind.text().to_lowercase()).unwrap_or_default()
    }

    fn is_group(&self) -> bool {
        self.kind() == "group"
    }

    fn is_organisation(&self) -> bool {
        matches!(self.kind().as_str(), "org" | "organization")
            || self.first("X-ABSHOWAS").is_some_and(|shown| shown.text().eq_ignore_ascii_case("COMPANY"))
    }

    fn gender(&self) -> String {
        let told = self.first("GENDER").or_else(|| self.first("X-GENDER")).map(|gender| gender.text().to_uppercase());
        let slug = match told.as_deref().and_then(|text| text.chars().next()) {
            Some('F') => "female",
            Some('M') => "male",
            Some('O') => "other",
            _ => "",
        };
        slug.to_owned()
    }

    /// A number with its label. What is dialled after a pause is its extension.
    fn phone(&self, tel: &Property) -> String {
        let text = tel.text();
        let number = text.strip_prefix("tel:").unwrap_or(&text).replace(";ext=", " ext ");
        let (number, rest) = number.split_once([',', ';']).unwrap_or((&number, ""));
        let rest: String = rest.chars().filter(char::is_ascii_digit).collect();
        let extension = if rest.is_empty() { String::new() } else { format!(" ext {rest}") };
        let label = self.label(tel);
        let label = if label.is_empty() { label } else { format!("{label}: ") };
        format!("{label}{}{extension}", number.replace([':', '：', '，', '；'], " ").trim())
    }

    /// What a number is: the label beside it, else what its types say.
    fn label(&self, tel: &Property) -> String {
        const TYPES: [(&str, &str); 12] = [
            ("FAX", "fax"),
            ("CELL", "mobile"),
            ("IPHONE", "mobile"),
            ("MOBILE", "mobile"),
            ("PAGER", "pager"),
            ("WORK", "work"),
            ("HOME", "home"),
            ("MAIN", "main"),
            ("CAR", "car"),
            ("OTHER", "other"),
            ("X-ASSISTANT", "assistant"),
            ("ISDN", "isdn"),
        ];
        let beside = self.every("X-ABLABEL").find(|label| !tel.group.is_empty() && label.group == tel.group);
        if let Some(label) = beside {
            let text = label.text().to_lowercase();
            return text
                .trim_start_matches("_$!<")
                .trim_end_matches(">!$_")
                .replace([':', ';', ','], " ")
                .trim()
                .to_owned();
        }
        TYPES
            .iter()
            .find(|(kind, _)| tel.params("TYPE").any(|own| own.to_uppercase().contains(kind)))
            .map_or(String::new(), |(_, label)| (*label).to_owned())
    }

    fn address(&self) -> Vec<String> {
        self.first("ADR").map(Property::parts).unwrap_or_default()
    }

    fn address_part(&self, header: &str) -> String {
        let at = ["LOCALITY", "REGION", "CODE", "COUNTRY"].iter().position(|part| *part == header);
        at.and_then(|at| self.address().into_iter().nth(3 + at)).unwrap_or_default()
    }

    fn messengers(&self) -> impl Iterator<Item = String> {
        let named = self.0.iter().filter(|property| MESSENGERS.contains(&property.name.as_str()));
        let named = named
            .map(|property| format!("{} {}", property.name.trim_start_matches("X-").to_lowercase(), property.text()));
        self.every("IMPP").map(Property::text).chain(named)
    }
}

/// A day as fields read it: `19800102` is `1980-01-02`, `--0102` and Apple's year 1604 are without a year.
fn day(property: &Property) -> String {
    let text = property.text();
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let (digits, yearless) = match date.strip_prefix("--") {
        Some(rest) => (rest.replace('-', ""), true),
        None => (date.replace('-', ""), false),
    };
    let omitted = property.params("X-APPLE-OMIT-YEAR").any(|year| digits.starts_with(year));
    match (digits.len(), digits.bytes().all(|byte| byte.is_ascii_digit())) {
        (4, true) if yearless => digits.split_at_checked(2).map(|(month, day)| format!("{month}-{day}")),
        (8, true) => digits.split_at_checked(4).and_then(|(year, rest)| {
            let (month, day) = rest.split_at_checked(2)?;
            Some(if omitted { format!("{month}-{day}") } else { format!("{year}-{month}-{day}") })
        }),
        _ => None,
    }
    .unwrap_or(text)
}

fn joined(texts: impl IntoIterator<Item = String>, between: &str) -> String {
    let texts = texts.into_iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests;
