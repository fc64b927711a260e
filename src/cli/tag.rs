//! `tag`: add and remove tags of a customer.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::edit::Change;
use crate::domain::text::fold;
use crate::door::{Edit, customers};
use clap::Args;

/// Add and remove tags.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet tag 10432 +vip -cold")]
pub struct Tag {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// +tag adds, -tag removes
    #[arg(value_name = "+TAG|-TAG", required = true, num_args = 1..)]
    tags: Vec<String>,
}

impl Tag {
    /// Adds and removes them. Tags that others set meanwhile stay.
    pub fn run(self, session: &Session) -> Outcome {
        let customer = session.card(&self.customer)?.customer;
        let tags = retagged(&customer.tags, &self.tags)?;
        if tags == customer.tags {
            return Err(Failure::failed("no-change"));
        }
        let change = Change { field: "tags".to_owned(), from: customer.tags.into(), to: tags.into() };
        match session.ask(customers::Request::Edit(Edit { id: customer.id, changes: vec![change] }))? {
            customers::Response::Saved(saved) => session.saved("cli-customer-changed", &saved),
            _ => Err(unexpected()),
        }
    }
}

/// The tags after `+vip -cold`; a bare word is added. Compared folded, as search compares them.
fn retagged(present: &[String], signed: &[String]) -> Result<Vec<String>, Failure> {
    let mut tags = present.to_vec();
    for given in signed {
        let tag = given.trim_start_matches(['+', '-']).trim();
        if tag.is_empty() {
            return Err(Failure::usage("empty-tag").with("given", given));
        }
        let same = |other: &String| fold(other) == fold(tag);
        match given.starts_with('-') {
            true => tags.retain(|other| !same(other)),
            false if tags.iter().any(same) => {}
            false => tags.push(tag.to_owned()),
        }
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_added_once_and_removed_however_they_are_written() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        for (present, signed, after) in [
            ("vip", "+fair -vip", "fair"),
            ("vip", "+VIP", "vip"),
            ("Vip fair", "-vip late", "fair late"),
            ("a", "-b", "a"),
        ] {
            assert_eq!(retagged(&words(present), &words(signed)).unwrap(), words(after), "{signed}");
        }
        assert!(retagged(&[], &words("+")).is_err());
    }
}
