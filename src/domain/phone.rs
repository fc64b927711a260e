//! Phone numbers: parsed once, the text as typed kept.

use super::mask::{self, is_masked};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, Region};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A phone number with its label.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Phone {
    /// The text a person typed or a file held.
    pub typed: String,
    /// `+493012345678`, or empty when the text could not be parsed; it is kept and found all the same.
    pub e164: String,
    /// The extension, digits only, or empty.
    pub extension: String,
    /// `mobile`, `work`, `fax` … or empty.
    pub label: String,
}

impl Phone {
    /// Reads a number as dialled from `region` (ISO 3166, `DE`). Never fails: what cannot be parsed
    /// keeps its text and has no E.164 form.
    pub fn read(typed: &str, region: &str) -> Self {
        let typed = typed.trim();
        // What is left of a masked number is no number.
        let parsed = if is_masked(typed) { None } else { parse(&super::text::half_width(typed), region) };
        let (e164, extension) = parsed.map_or_else(Default::default, |number| {
            let e164 = number.format_as(PhoneNumberFormat::E164).into_owned();
            (e164, number.extension().to_owned())
        });
        Self { typed: typed.to_owned(), e164, extension, label: String::new() }
    }

    /// The same number with a label.
    pub fn labelled(mut self, label: &str) -> Self {
        label.clone_into(&mut self.label);
        self
    }

    /// The same number as those see it who may not.
    pub fn masked(&self) -> Self {
        let shown = if self.e164.is_empty() { &self.typed } else { &self.e164 };
        Self { typed: mask::address(shown), label: self.label.clone(), ..Self::default() }
    }

    /// What identifies the number: its E.164 form, else the digits typed; of a masked one all that is shown.
    pub fn key(&self) -> String {
        match self {
            Self { typed, .. } if is_masked(typed) => typed.clone(),
            Self { typed, e164, .. } if e164.is_empty() => digits(typed),
            Self { e164, .. } => e164.clone(),
        }
    }

    /// Every digit a person may search for: of the E.164 form, else of the text; then the extension.
    pub fn digits(&self) -> String {
        let mut all = digits(if self.e164.is_empty() { &self.typed } else { &self.e164 });
        all.push_str(&self.extension);
        all
    }
}

impl fmt::Display for Phone {
    /// In international form with spaces, or as typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&pretty(&self.key()).unwrap_or_else(|| self.typed.clone()))?;
        if self.extension.is_empty() { Ok(()) } else { write!(f, " x{}", self.extension) }
    }
}

/// The number meant, if there can be such a number. A Chinese mobile number is known anywhere by its
/// eleven digits when it is no number of the region itself.
fn parse(text: &str, region: &str) -> Option<PhoneNumber> {
    let in_region = |region| PHONE_NUMBER_UTIL.parse(text, region).ok();
    let number = in_region(region_of(region)).filter(|number| number.is_possible_with_reason().is_ok());
    if number.as_ref().is_some_and(PhoneNumber::is_valid) {
        return number;
    }
    in_region(region_of("CN")).filter(|mobile| is_chinese_mobile(&digits(text)) && mobile.is_valid()).or(number)
}

fn is_chinese_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1')
}

/// `+49 30 12345678` from `+493012345678`; nothing when it is no E.164 number.
pub fn pretty(e164: &str) -> Option<String> {
    if !e164.starts_with('+') || is_masked(e164) {
        return None;
    }
    let number = PHONE_NUMBER_UTIL.parse(e164, None).ok()?;
    Some(number.format_as(PhoneNumberFormat::International).into_owned())
}

/// Whether a text is a number as it is dialled from anywhere, an extension perhaps behind it.
pub fn is_dialled(text: &str) -> bool {
    text.starts_with('+') && !Phone::read(text, "").e164.is_empty()
}

/// Whether there is such a number, and not only room for it.
pub fn is_valid(e164: &str) -> bool {
    PHONE_NUMBER_UTIL.parse(e164, None).is_ok_and(|number| number.is_valid())
}

/// The region of an ISO 3166 code, if phones know it.
fn region_of(code: &str) -> Option<Region> {
    Region::from_str(&code.to_ascii_uppercase()).ok()
}

/// Whether phones know this ISO 3166 region code.
pub fn is_region(code: &str) -> bool {
    region_of(code).is_some()
}

/// The ASCII digits of a text, full-width ones folded.
pub fn digits(text: &str) -> String {
    text.chars().map(super::text::half_width_char).filter(char::is_ascii_digit).collect()
}

/// Builds the parser's tables, about 30 ms the first time: call it off the screen's thread.
pub fn warm_up() {
    let _ = PHONE_NUMBER_UTIL.parse("+493012345678", None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_in_any_format() {
        for typed in ["030-0074321", "+49 30 0074321", "0049 30 0074321", "（030）００７４３２１", "030 / 007 43 21"]
        {
            assert_eq!(Phone::read(typed, "DE").e164, "+49300074321", "{typed}");
        }
        assert_eq!(Phone::read("138 0013 8000", "CN").e164, "+8613800138000");
        assert_eq!(Phone::read("13800138000", "US").e164, "+8613800138000");
        assert_eq!(Phone::read("206 555 9857", "US").e164, "+12065559857");
    }

    #[test]
    fn what_cannot_be_parsed_is_kept() {
        let room = Phone::read("room 12-34", "US");
        assert_eq!((room.typed.as_str(), room.e164.as_str()), ("room 12-34", ""));
        let phone = Phone::read("ask for Bob", "DE");
        assert_eq!((phone.typed.as_str(), phone.e164.as_str()), ("ask for Bob", ""));
        assert_eq!(phone.to_string(), "ask for Bob");
    }

    #[test]
    fn an_extension_is_split_off_and_searchable() {
        let phone = Phone::read("(206) 555-9857 ext. 5467", "US");
        assert_eq!((phone.e164.as_str(), phone.extension.as_str()), ("+12065559857", "5467"));
        assert!(phone.digits().ends_with("98575467"));
    }
}
