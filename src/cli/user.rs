//! `user`: users, roles and teams.

use super::error::{Failure, Outcome};
use super::passphrase;
use super::session::{Session, unexpected};
use crate::domain::edit::Draft;
use crate::domain::field;
use crate::domain::role::Role;
use crate::door::users;
use clap::{Args, Subcommand};

/// Users and teams.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// A new user
    #[command(after_help = "Example: callsheet user add anna --name 'Anna Meyer' --role agent --team Sales")]
    Add(Add),
    /// Everybody
    #[command(after_help = "Example: callsheet user list")]
    List,
    /// Another role
    #[command(after_help = "Example: callsheet user role anna supervisor")]
    Role {
        /// Whose
        login: String,
        /// agent, supervisor, admin, auditor or service
        role: Role,
    },
    /// A new PIN, typed twice: for shared screens, and to lock one's own
    #[command(after_help = "Example: callsheet user pin anna")]
    Pin {
        /// Whose; your own when left out
        #[arg(default_value = "me")]
        login: String,
    },
    /// The screens of a user of the operating system are shared: people sign on there with their PIN
    #[command(after_help = "Example: callsheet user seat desk7")]
    Seat {
        /// The user of the operating system
        os_user: String,
        /// Not any more
        #[arg(long)]
        remove: bool,
    },
    /// A new team
    #[command(after_help = "Example: callsheet user team Sales")]
    Team {
        /// What it is called
        name: String,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// The short name to sign on and to own things with
    login: String,
    /// What colleagues read; the login when left out
    #[arg(long)]
    name: Option<String>,
    /// agent, supervisor, admin, auditor or service
    #[arg(long, default_value = "agent")]
    role: Role,
    /// Where they belong
    #[arg(long)]
    team: Option<String>,
    /// The user of the operating system this is
    #[arg(long)]
    os_user: Option<String>,
    /// Their extension
    #[arg(long)]
    extension: Option<String>,
    /// Their e-mail address
    #[arg(long)]
    email: Option<String>,
}

impl User {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, key) = match self.verb {
            Verb::List => return list(session),
            Verb::Add(add) => (users::Request::Add(add.draft(session)?), "cli-user-added"),
            Verb::Role { login, role } => (users::Request::SetRole { login, role }, "cli-changed"),
            Verb::Pin { login } => {
                (users::Request::SetPin { login, pin: passphrase::new_pin(session.words)? }, "cli-changed")
            }
            Verb::Seat { os_user, remove } => (users::Request::SetSeat { os_user, shared: !remove }, "cli-configured"),
            Verb::Team { name } => (users::Request::AddTeam(name), "cli-team-added"),
        };
        match session.ask(request)? {
            users::Response::Saved(saved) => session.saved(key, &saved),
            users::Response::TeamSaved(saved) => session.saved(key, &saved),
            users::Response::SeatSaved { revision } if session.out.is_json() => {
                session.out.json(&serde_json::json!({ "revision": revision }))
            }
            users::Response::SeatSaved { .. } => session.out.line(session.words.t(key)),
            users::Response::List { .. } => Err(unexpected()),
        }
    }
}

impl Add {
    fn draft(&self, session: &Session) -> Result<Draft, Failure> {
        let mut draft = Draft::default();
        draft.set("role", self.role.slug());
        let fields = [
            ("login", Some(&self.login)),
            ("name", self.name.as_ref().or(Some(&self.login))),
            ("team", self.team.as_ref()),
            ("os_user", self.os_user.as_ref()),
            ("extension", self.extension.as_ref()),
            ("email", self.email.as_ref()),
        ];
        for (name, given) in fields {
            if let Some(text) = given {
                draft.set(name, session.read(field::USER, name, text)?);
            }
        }
        Ok(draft)
    }
}

fn list(session: &Session) -> Outcome {
    let users::Response::List { users, teams } = session.ask(users::Request::List)? else {
        return Err(unexpected());
    };
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "users": users, "teams": teams }));
    }
    let heads = ["cli-id", "cli-login", "cli-name", "role", "team", "cli-extension"].map(|key| session.words.t(key));
    let rows = users.iter().map(|user| {
        let team = teams.iter().find(|team| Some(team.id) == user.team).map_or("", |team| &team.name);
        let role = session.word("role", user.role.slug());
        vec![user.id.to_string(), user.login.clone(), user.name.clone(), role, team.to_owned(), user.extension.clone()]
    });
    session.out.table(&heads, rows)
}
