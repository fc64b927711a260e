//! What is amiss with what is known of customers. Each flaw is a query, so that whom it is about can be worked through.

use super::choice::choice;

choice! {
    /// Something amiss with a customer.
    Flaw {
        /// There is no number to call.
        NoPhone = "no-phone",
        /// A number that nobody can dial as it stands.
        BadPhone = "bad-phone",
        /// An e-mail address nobody can write to.
        BadEmail = "bad-email",
        /// Nobody looks after them.
        NoOwner = "no-owner",
        /// Nothing permits to use what is known.
        NoConsent = "no-consent",
        /// There was no contact for long.
        Stale = "stale",
    }
}

impl Flaw {
    /// Months without contact after which a customer is stale, unless something else is said.
    pub const STALE_MONTHS: u32 = 12;

    /// The query that finds whom it is about; `stale_months` are of 30 days.
    pub fn query(self, stale_months: u32) -> String {
        match self {
            Self::NoPhone => "phone:none".to_owned(),
            Self::BadPhone => "phone:bad".to_owned(),
            Self::BadEmail => "email:bad".to_owned(),
            Self::NoOwner => "owner:none".to_owned(),
            Self::NoConsent => "consent:none".to_owned(),
            Self::Stale => format!("last>{stale_months}mo"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;
    use crate::domain::query::parse;

    #[test]
    fn every_flaw_is_a_query_of_one_filter() {
        for flaw in Flaw::ALL {
            let query = parse(&flaw.query(Flaw::STALE_MONTHS), Currency::EUR).unwrap();
            assert_eq!((query.terms.len(), query.filters.len()), (0, 1), "{flaw}");
        }
    }
}
