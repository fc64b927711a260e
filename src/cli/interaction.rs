//! `interaction`: change one, or give it to the customer it was really with.

use super::error::Outcome;
use super::fields::assignment;
use super::session::{Session, unexpected};
use crate::domain::field;
use crate::domain::id::InteractionId;
use crate::door::{Edit, interactions};
use clap::{Args, Subcommand};

/// Change an interaction.
#[derive(Debug, Args)]
pub struct Interaction {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Change its fields
    #[command(after_help = "Example: callsheet interaction edit I90 --set text='wants two quotes'")]
    Edit {
        /// Which
        id: InteractionId,
        /// A field and what it shall be
        #[arg(long, value_name = "FIELD=VALUE", required = true, value_parser = assignment)]
        set: Vec<(String, String)>,
    },
    /// It was with somebody else
    #[command(after_help = "Example: callsheet interaction move I90 10433")]
    Move {
        /// Which
        id: InteractionId,
        /// With whom it was
        customer: String,
    },
}

impl Interaction {
    /// Changes it.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::Edit { id, set } => (edit(session, id, &set)?, "cli-changed"),
            Verb::Move { id, customer } => {
                (interactions::Request::Move { id, to: session.customer(&customer)? }, "cli-moved-interaction")
            }
        };
        match session.ask(request)? {
            interactions::Response::Saved(saved) => session.saved(key, &saved),
            _ => Err(unexpected()),
        }
    }
}

fn edit(
    session: &Session,
    id: InteractionId,
    set: &[(String, String)],
) -> Result<interactions::Request, super::Failure> {
    let interactions::Response::Interaction(interaction) = session.ask(interactions::Request::Show(id))? else {
        return Err(unexpected());
    };
    let changes = session.changes(field::INTERACTION, &*interaction, set)?;
    Ok(interactions::Request::Edit(Edit { id, changes }))
}
