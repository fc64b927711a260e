//! Verification: what a caller is asked before details of a customer are shown to those who see them masked.

use super::choice::choice;
use super::customer::{Birthday, Customer};
use super::field::{self, Reading};
use super::text::fold;

choice! {
    /// What a caller is asked. Until it is answered, what answers it is not shown either.
    Question {
        /// When they were born; of a birthday without a year day and month are enough.
        Birthday = "birthday",
        /// The postal code.
        PostalCode = "postal-code",
        /// Street and number.
        Street = "street",
        /// One of the e-mail addresses.
        Email = "email",
        /// The id in another system: the number on a contract or a bill.
        ExternalId = "external-id",
    }
}

impl Question {
    /// The field of the customer that answers it.
    pub fn field(self) -> &'static str {
        match self {
            Self::Birthday => "birthday",
            Self::PostalCode => "postal_code",
            Self::Street => "street",
            Self::Email => "emails",
            Self::ExternalId => "external_ids",
        }
    }

    /// Whether what a caller says is what the record holds; nothing where it holds no answer.
    pub fn is_right(self, customer: &Customer, said: &str, reading: &Reading) -> Option<bool> {
        let known: Vec<&str> = match self {
            Self::Birthday => return customer.birthday.map(|known| is_born(&known, said, reading)),
            Self::PostalCode => vec![&customer.postal_code],
            Self::Street => vec![&customer.street],
            Self::Email => customer.emails.iter().map(String::as_str).collect(),
            Self::ExternalId => customer.external_ids.iter().map(|external| external.id.as_str()).collect(),
        };
        let mut known = known.into_iter().filter(|known| !plain(known).is_empty()).peekable();
        known.peek()?;
        Some(known.any(|known| plain(known) == plain(said)))
    }
}

/// Letters and digits alone: `Obere Str. 57` is `oberestr57`.
fn plain(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn is_born(known: &Birthday, said: &str, reading: &Reading) -> bool {
    let field = field::find(field::CUSTOMER, "birthday");
    let read = field.and_then(|field| field::read(field, said, reading).ok());
    let Some(said) = read.and_then(|value| serde_json::from_value::<Birthday>(value).ok()) else { return false };
    let year = known.year.is_none() || known.year == said.year;
    year && (known.month, known.day, known.lunar) == (said.month, said.day, said.lunar)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer::ExternalId;
    use crate::domain::settings::Settings;
    use crate::domain::time::Timestamp;

    #[test]
    fn an_answer_is_right_however_it_is_written_down() {
        let (settings, now) = (Settings::default(), Timestamp(0));
        let reading = settings.reading(now);
        let anna = Customer {
            birthday: Some(Birthday { year: Some(1980), month: 12, day: 24, lunar: false }),
            postal_code: "SW1A 1AA".into(),
            street: "Obere Str. 57".into(),
            emails: vec!["anna@meyer.de".into(), "a@firma.de".into()],
            external_ids: vec![ExternalId { system: "northwind".into(), id: "ALFKI".into() }],
            ..Customer::default()
        };
        for (question, said, right) in [
            (Question::Birthday, "24.12.1980", true),
            (Question::Birthday, "1980-12-24", true),
            (Question::Birthday, "24.12.", false),
            (Question::Birthday, "25.12.1980", false),
            (Question::Birthday, "at Christmas", false),
            (Question::PostalCode, "sw1a1aa", true),
            (Question::PostalCode, "", false),
            (Question::Street, "ＯＢＥＲＥ str 57", true),
            (Question::Street, "Obere Str. 5", false),
            (Question::Email, "A@Firma.de", true),
            (Question::ExternalId, "alfki", true),
        ] {
            assert_eq!(question.is_right(&anna, said, &reading), Some(right), "{question} {said}");
        }
        for question in Question::ALL {
            assert_eq!(question.is_right(&Customer::default(), "x", &reading), None, "{question}");
        }
        let no_year = Customer { birthday: Some(Birthday { year: None, month: 2, day: 3, lunar: false }), ..anna };
        assert_eq!(Question::Birthday.is_right(&no_year, "3.2.1970", &reading), Some(true));
    }
}
