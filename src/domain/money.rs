//! Money: whole minor units (cents, fen) with their currency.

use super::reason::{Reason, reason};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An ISO 4217 currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");
    /// The renminbi.
    pub const CNY: Self = Self(*b"CNY");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        let known = iso_currency::Currency::from_code(self.code());
        known.and_then(iso_currency::Currency::exponent).unwrap_or(2).into()
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::EUR
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Currency {
    type Err = BadMoney;
    fn from_str(text: &str) -> Result<Self, BadMoney> {
        let code = text.trim().to_ascii_uppercase();
        iso_currency::Currency::from_code(&code)
            .and_then(|_| code.as_bytes().try_into().ok())
            .map(Self)
            .ok_or_else(|| BadMoney::Currency(text.to_owned()))
    }
}

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadMoney {
    /// Not three letters of ISO 4217.
    #[error("`{0}` is not a currency code like EUR")]
    Currency(String),
    /// Not a number.
    #[error("`{0}` is not an amount like 12000 or 12,000.50")]
    Amount(String),
    /// Below zero where only a value of zero or more makes sense.
    #[error("`{0}` is negative; a value is zero or more")]
    Negative(String),
}

impl From<BadMoney> for Reason {
    fn from(error: BadMoney) -> Self {
        match error {
            BadMoney::Currency(given) => reason("not-a-currency").with("given", given),
            BadMoney::Amount(given) => reason("not-an-amount").with("given", given),
            BadMoney::Negative(given) => reason("negative").with("given", given),
        }
    }
}

/// An amount in the minor units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Money {
    /// Cents, fen, yen …
    pub minor: i64,
    /// Of this currency.
    pub currency: Currency,
}

impl Money {
    /// Reads `12000`, `12,000.50`, `12.000,50`, `12k`, `1.5m`, `1.2万`, `€12000`, `12000 EUR`; without a currency it is `default`.
    /// More digits than the currency has are rounded to even. Never negative.
    pub fn read(text: &str, default: Currency) -> Result<Self, BadMoney> {
        let bad = || BadMoney::Amount(text.to_owned());
        let folded = super::text::half_width(text);
        let (currency, number) = split_currency(folded.trim(), default)?;
        let (number, factor) = split_factor(&number);
        if number.starts_with('-') {
            return Err(BadMoney::Negative(text.to_owned()));
        }
        let amount = Decimal::from_str(&plain_decimal(number)).map_err(|_| bad())?;
        let amount = amount.checked_mul(factor).ok_or_else(bad)?;
        Self::from_decimal(amount, currency).ok_or_else(bad)
    }

    /// The nearest amount in minor units (half to even), or nothing when it does not fit.
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Option<Self> {
        let scale = Decimal::from(10_u64.pow(currency.exponent()));
        let minor = amount.checked_mul(scale)?.round().to_i64()?;
        Some(Self { minor, currency })
    }

    /// The amount in major units: `12000.00`.
    pub fn amount(self) -> Decimal {
        Decimal::new(self.minor, self.currency.exponent())
    }

    /// `12,000.00` with thousands separated, without the currency.
    pub fn grouped(self) -> String {
        let plain = self.amount().to_string();
        let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), None), |(w, r)| (w, Some(r)));
        let mut grouped = in_thousands(whole);
        if let Some(rest) = rest {
            grouped.push('.');
            grouped.push_str(rest);
        }
        grouped
    }
}

/// A whole number with a comma at every thousand: `12,000`.
pub fn in_thousands(whole: &str) -> String {
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::from(sign);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.grouped(), self.currency)
    }
}

/// A currency in front of or behind the number, as a code or a sign.
fn split_currency(text: &str, default: Currency) -> Result<(Currency, String), BadMoney> {
    const SIGNS: [(char, Currency); 4] =
        [('€', Currency::EUR), ('$', Currency::USD), ('¥', Currency::CNY), ('£', Currency(*b"GBP"))];
    for (sign, currency) in SIGNS {
        if let Some(number) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Ok((currency, number.trim().to_owned()));
        }
    }
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
    if letters.len() != 3 {
        return Ok((default, text.to_owned()));
    }
    let currency = letters.parse()?;
    Ok((currency, text.replacen(&letters, "", 1).trim().to_owned()))
}

/// `12k` is twelve thousand, `1.5m` a million and a half, `3万` thirty thousand.
fn split_factor(number: &str) -> (&str, Decimal) {
    for (suffix, factor) in
        [("k", 1_000), ("K", 1_000), ("m", 1_000_000), ("M", 1_000_000), ("万", 10_000), ("亿", 100_000_000)]
    {
        if let Some(number) = number.strip_suffix(suffix) {
            return (number.trim(), Decimal::from(factor));
        }
    }
    (number, Decimal::ONE)
}

/// Drops thousands separators: the last `.` or `,` is the decimal point unless exactly three digits
/// follow and it is a comma or repeats.
fn plain_decimal(number: &str) -> String {
    let number: String = number.chars().filter(|c| !matches!(c, ' ' | '\'' | '_' | '\u{a0}')).collect();
    let Some(last) = number.rfind(['.', ',']) else { return number };
    let mark = number.as_bytes()[last];
    let groups = number.len() - last - 1 == 3 && (mark == b',' || number.matches('.').count() > 1);
    let whole = |text: &str| text.replace(['.', ','], "");
    if groups { whole(&number) } else { format!("{}.{}", whole(&number[..last]), &number[last + 1..]) }
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Shown {
    amount: String,
    currency: String,
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.code())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
        } else {
            <[u8; 3]>::deserialize(deserializer).map(Self)
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Shown { amount: self.amount().to_string(), currency: self.currency.to_string() }.serialize(serializer)
        } else {
            (self.minor, self.currency).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let shown = Shown::deserialize(deserializer)?;
            let currency = shown.currency.parse().map_err(D::Error::custom)?;
            let amount = Decimal::from_str(&shown.amount).map_err(D::Error::custom)?;
            Self::from_decimal(amount, currency).ok_or_else(|| D::Error::custom("the amount is too large"))
        } else {
            <(i64, Currency)>::deserialize(deserializer).map(|(minor, currency)| Self { minor, currency })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, shown) in [
            ("12000", "12,000.00 EUR"),
            ("12,000.50", "12,000.50 EUR"),
            ("12.000,50", "12,000.50 EUR"),
            ("1.234.567", "1,234,567.00 EUR"),
            ("12k", "12,000.00 EUR"),
            ("1.5m", "1,500,000.00 EUR"),
            ("3万", "30,000.00 EUR"),
            ("$99.9", "99.90 USD"),
            ("￥１２０", "120.00 CNY"),
            ("500 jpy", "500 JPY"),
        ] {
            assert_eq!(Money::read(text, Currency::EUR).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn a_negative_or_unreadable_value_says_why() {
        assert!(matches!(Money::read("-5", Currency::EUR), Err(BadMoney::Negative(_))));
        assert!(matches!(Money::read("a lot", Currency::EUR), Err(BadMoney::Amount(_))));
        assert!(matches!(Money::read("5 XXQ", Currency::EUR), Err(BadMoney::Currency(_))));
        assert!(matches!(Money::read("99999999999999999999m", Currency::EUR), Err(BadMoney::Amount(_))));
    }

    #[test]
    fn money_is_an_amount_and_a_currency_for_people() {
        let money = Money::read("12000", Currency::EUR).unwrap();
        let json = serde_json::to_string(&money).unwrap();
        assert_eq!(json, r#"{"amount":"12000.00","currency":"EUR"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }
}
