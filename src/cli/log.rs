//! `log`: an interaction that took place.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::party::Party;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use crate::door::interactions;
use clap::Args;

/// Log an interaction.
#[derive(Debug, Args)]
#[command(
    override_usage = "callsheet log [OPTIONS] CUSTOMER TEXT...\n       callsheet log [OPTIONS] --number N TEXT...",
    after_help = "Example: callsheet log 10432 --direction in --outcome reached --minutes 4 wants the quote"
)]
pub struct Log {
    /// With whom, then what was said
    #[arg(value_name = "CUSTOMER TEXT", num_args = 0..)]
    words: Vec<String>,
    /// With this number instead of a customer
    #[arg(long, value_name = "N", conflicts_with = "withheld")]
    number: Option<String>,
    /// With a caller who withheld the number
    #[arg(long)]
    withheld: bool,
    /// phone, sms, email, wechat, visit …
    #[arg(long, default_value = "phone")]
    channel: String,
    /// in or out
    #[arg(long, default_value = "in")]
    direction: Direction,
    /// The disposition: its code or its slug
    #[arg(long, value_name = "CODE")]
    outcome: Option<String>,
    /// How long it took
    #[arg(long)]
    minutes: Option<u32>,
    /// When it began; now when left out
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// Why the customer came: a slug
    #[arg(long)]
    reason: Option<String>,
}

impl Log {
    /// Logs it.
    pub fn run(self, session: &Session) -> Outcome {
        let (party, number, text) = self.party(session)?;
        let interaction = Interaction {
            party,
            number,
            text,
            at: self.at(session)?,
            direction: self.direction,
            disposition: self.outcome.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
            talk_s: self.minutes.unwrap_or(0).saturating_mul(60),
            channel: self.channel,
            ..Interaction::default()
        };
        match session.ask(interactions::Request::Log(Draft::of(&interaction)))? {
            interactions::Response::Saved(saved) => session.saved("cli-logged", &saved),
            _ => Err(unexpected()),
        }
    }

    /// With whom, the number used, and what was said.
    fn party(&self, session: &Session) -> Result<(Party, String, String), Failure> {
        if self.withheld {
            return Ok((Party::Withheld, String::new(), self.words.join(" ")));
        }
        if let Some(number) = &self.number {
            let phone = Phone::read(number, &session.settings()?.region);
            if phone.digits().is_empty() {
                return Err(Failure::failed("number").with("given", number));
            }
            return Ok((Party::Number(phone.key()), number.clone(), self.words.join(" ")));
        }
        let (customer, text) = self.words.split_first().ok_or_else(|| Failure::usage("no-party"))?;
        Ok((Party::Customer(session.customer(customer)?), String::new(), text.join(" ")))
    }

    fn at(&self, session: &Session) -> Result<Timestamp, Failure> {
        let Some(text) = &self.at else { return Ok(session.now) };
        let value = session.read(field::INTERACTION, "at", text)?;
        serde_json::from_value(value).map_err(|_| unexpected())
    }
}
